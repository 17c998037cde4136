import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Validates PDF files with the veraPDF engine, as PDF/UA-1 and as PDF/A-3a, for as long as it is
 * given any: reads the path of one a line, and answers with a line for each rule that it breaks
 * and an empty line.
 */
public class VeraPdf {
    private static final Map<String, String> PROFILES =
        new TreeMap<>(Map.of("ua1", "PDFUA-1", "3a", "PDFA-3A"));

    public static void main(String[] arguments) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        Map<PDFAFlavour, ValidationProfile> profiles = new TreeMap<>();
        for (Map.Entry<String, String> each : PROFILES.entrySet()) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(each.getKey());
            profiles.put(flavour, profile(flavour, each.getValue()));
        }
        BufferedReader paths =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String path = paths.readLine(); path != null; path = paths.readLine()) {
            for (Map.Entry<PDFAFlavour, ValidationProfile> each : profiles.entrySet()) {
                for (String fault : faults(path, each.getKey(), each.getValue())) {
                    System.out.println(fault.replaceAll("\\s+", " "));
                }
            }
            System.out.println();
            System.out.flush();
        }
    }

    private static List<String> faults(String path, PDFAFlavour flavour, ValidationProfile profile) {
        Map<String, TestAssertion> first = new TreeMap<>();
        Map<String, Integer> times = new TreeMap<>();
        try (PDFAParser parser =
                 Foundries.defaultInstance().createParser(new FileInputStream(path), flavour);
             PDFAValidator validator =
                 Foundries.defaultInstance().createValidator(profile, 10_000, false, false, false)) {
            for (TestAssertion assertion : validator.validate(parser).getTestAssertions()) {
                if (assertion.getStatus() != TestAssertion.Status.PASSED) {
                    String rule = assertion.getRuleId().getClause() + "-"
                        + assertion.getRuleId().getTestNumber();
                    first.putIfAbsent(rule, assertion);
                    times.merge(rule, 1, Integer::sum);
                }
            }
        } catch (Exception error) {
            return List.of(flavour.getId() + ": cannot be validated: " + error);
        }
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, TestAssertion> each : first.entrySet()) {
            int count = times.get(each.getKey());
            found.add(flavour.getId() + " rule " + each.getKey() + ", "
                + (count == 1 ? "once" : count + " times") + ": " + each.getValue().getMessage()
                + " At " + each.getValue().getLocation().getContext());
        }
        return found;
    }

    // The engine's own reader of profiles needs JAXB, which the jar comes without.
    private static ValidationProfile profile(PDFAFlavour flavour, String name) throws Exception {
        Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(VeraPdf.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml"))
            .getDocumentElement();
        Set<Rule> rules = new HashSet<>();
        for (Element rule : children(child(root, "rules"), "rule")) {
            Element id = child(rule, "id");
            Element error = child(rule, "error");
            List<ErrorArgument> arguments = new ArrayList<>();
            for (Element each : children(child(error, "arguments"), "argument")) {
                String label = each.hasAttribute("name") ? each.getAttribute("name") : null;
                arguments.add(ErrorArgumentImpl.fromValues(each.getTextContent(), label, null));
            }
            rules.add(Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                    PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                    id.getAttribute("clause"),
                    Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
                rule.getAttribute("tags"),
                text(rule, "description"),
                text(rule, "test"),
                Profiles.errorFromValues(text(error, "message"), arguments),
                new ArrayList<>()));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element each : children(child(root, "variables"), "variable")) {
            variables.add(Profiles.variableFromValues(
                each.getAttribute("name"), each.getAttribute("object"),
                text(each, "defaultValue"), text(each, "value")));
        }
        return Profiles.profileFromValues(
            flavour, Profiles.profileDetailsFromValues(name, name, "", new Date()), "", rules,
            variables);
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        Node each = parent == null ? null : parent.getFirstChild();
        for (; each != null; each = each.getNextSibling()) {
            if (each instanceof Element && each.getNodeName().equals(name)) {
                found.add((Element) each);
            }
        }
        return found;
    }

    private static Element child(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? null : found.get(0);
    }

    private static String text(Element parent, String name) {
        Element found = child(parent, name);
        return found == null ? "" : found.getTextContent();
    }
}
