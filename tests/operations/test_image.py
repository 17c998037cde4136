"""What the image and compose.yaml say fits what docs/operations.md says, and each other."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from maturity.secret_files import SECRETS
from tests.operations.processes import ROOT

MANUAL = (ROOT / "docs" / "operations.md").read_text("utf-8")
NGINX = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
CONTAINERFILE = (ROOT / "Containerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
# What the image sets for Python and fontconfig.
OF_OTHERS = {"PATH", "PYTHONDONTWRITEBYTECODE", "XDG_CACHE_HOME"}


def documented() -> set[str]:
    """The settings in the table of the manual."""
    table = MANUAL.partition("### Every setting")[2].partition("\n### ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def test_the_manual_names_every_setting_that_is_read() -> None:
    sources = [ROOT / "maturity" / f"{name}.py" for name in ("settings", "environment")]
    text = "".join(path.read_text("utf-8") for path in sources)
    read = set(re.findall(r'\benv\.\w+\(\s*"(\w+)"', text)) | {*SECRETS}
    assert read - documented() == {"DEBUG"}


def test_the_manual_names_the_file_of_every_secret() -> None:
    assert {name for name in documented() if name.endswith("_FILE")} == {
        f"{name}_FILE" for name in SECRETS
    }


def test_the_image_sets_only_documented_settings() -> None:
    set_there = re.findall(r"(?:^ENV|\\\n) +(\w+)=", CONTAINERFILE, re.MULTILINE)
    assert {*set_there} - documented() == OF_OTHERS


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "database"])
def test_services_are_given_only_documented_settings(name: str) -> None:
    assert {*SERVICES[name].get("environment", {})} <= documented()


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_given_the_secrets_whose_files_it_reads(name: str) -> None:
    service = SERVICES[name]
    read = {
        value.removeprefix("/run/secrets/")
        for setting, value in service.get("environment", {}).items()
        if setting.endswith("_FILE")
    }
    given = {each for each in service["secrets"] if isinstance(each, str)}
    assert read == given
    assert given <= {*COMPOSE["secrets"]}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_no_more_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "cap_add" not in service


def test_the_image_is_run_by_an_ordinary_user_and_without_what_built_it() -> None:
    result = CONTAINERFILE.rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (.*)", result, re.MULTILINE) == ["portal"]
    installed = result.partition("no-install-recommends")[2].partition("&&")[0].split()
    assert {*installed} & {"make", "npm", "python3-venv", "python3-pip", "gcc"} == set()


def test_the_image_has_no_secret_key_of_its_own() -> None:
    built, _first, result = CONTAINERFILE.partition("\nFROM ${BASE}\n")
    assert re.search(r"make install\b.*\brm -r var ", built, re.DOTALL)
    assert "COPY --from=build /srv/portal ./" in result


def test_the_image_is_made_of_the_same_files_whichever_tool_builds_it() -> None:
    ignored = [ROOT / name for name in (".containerignore", ".dockerignore")]
    assert ignored[0].read_text() == ignored[1].read_text()


def test_the_manual_quotes_the_configuration_of_the_proxy() -> None:
    assert f"```\n{NGINX}```\n" in MANUAL


def test_the_proxy_of_compose_has_that_configuration_for_its_own_places(tmp_path: Path) -> None:
    script = (ROOT / "deploy" / "proxy").read_text("utf-8")
    for place, here in (
        ("/deploy/nginx.conf", ROOT / "deploy" / "nginx.conf"),
        ("/etc/nginx/conf.d", tmp_path),
        ("/var/log/nginx", tmp_path),
        ("exec nginx", "exec echo"),
    ):
        assert place in script
        script = script.replace(place, str(here))
    environment = {"PATH": "/usr/bin:/bin", "PORTAL_URL": "https://maturity.example.ca"}
    subprocess.run(["sh", "-c", script], env=environment, check=True, capture_output=True)
    expected = NGINX.replace("portal.example.org", "maturity.example.ca")
    expected = expected.replace(
        "upstream portal {\n",
        "resolver 127.0.0.11 valid=5s;\nupstream portal {\n    zone portal 64k;\n",
    ).replace(
        "    server 127.0.0.1:8000 max_fails=0;\n",
        "    server web1:8000 max_fails=0 resolve;\n    server web2:8000 max_fails=0 resolve;\n",
    )
    assert (tmp_path / "portal.conf").read_text() == expected


def test_the_list_of_packages_has_those_of_npm_but_for_tests() -> None:
    found = subprocess.run(
        [sys.executable, "scripts/sbom.py", "package-lock.json"],
        cwd=ROOT,
        input='{"components": [{"name": "django", "description": "line 3"}]}',
        capture_output=True,
        check=True,
        text=True,
    )
    listed = {each["name"]: each for each in json.loads(found.stdout)["components"]}
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    assert {*listed} == {"django", *wanted, "@popperjs/core"}
    assert listed["django"] == {"name": "django"}
    assert listed["@bcgov/bc-sans"]["purl"] == "pkg:npm/%40bcgov/bc-sans@2.1.0"
