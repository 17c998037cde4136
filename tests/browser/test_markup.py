"""Every page in both languages through the Nu HTML Checker, which has nothing to say."""

from tests.browser.conftest import ROOT

CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
