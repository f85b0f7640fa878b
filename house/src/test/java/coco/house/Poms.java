package coco.house;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What a module's pom may say: the arrows between modules, and nothing that belongs into the root pom. */
final class Poms {
    private static final Set<String> ADAPTER = Set.of("kernel");

    /** Modules of ours that a module may name as a dependency; tests are bound by it too. */
    static final Map<String, Set<String>> MAY_NEED = Map.ofEntries(
            Map.entry("crypto", Set.of()),
            Map.entry("evidence", Set.of()),
            Map.entry("attestation", Set.of("crypto", "evidence")),
            Map.entry("kernel", Set.of("crypto", "attestation")),
            Map.entry("raft", Set.of("kernel", "crypto")),
            Map.entry("evm", Set.of()),
            Map.entry("records", ADAPTER),
            Map.entry("ethereum", Set.of("kernel", "evm")),
            Map.entry("sawtooth", ADAPTER),
            Map.entry("corda", ADAPTER),
            Map.entry("js", ADAPTER),
            Map.entry(
                    "node",
                    Set.of(
                            "kernel",
                            "attestation",
                            "crypto",
                            "raft",
                            "ethereum",
                            "sawtooth",
                            "corda",
                            "js",
                            "records")),
            Map.entry("client", Set.of("kernel", "evidence", "attestation", "crypto", "ethereum", "evm", "node")),
            Map.entry("sim", Set.of("kernel")),
            Map.entry("conformance", Set.of("ethereum", "evm")),
            Map.entry(
                    "bench",
                    Set.of(
                            "kernel",
                            "crypto",
                            "attestation",
                            "evm",
                            "raft",
                            "ethereum",
                            "node",
                            "client",
                            "conformance")),
            Map.entry("e2e", Set.of("node", "raft", "records", "ethereum", "evm", "client")),
            Map.entry("testdata", Set.of()),
            // Of the last three nothing but their place in the order of modules.
            Map.entry("house", Set.of("attestation", "sim", "bench", "e2e")));

    /** What any module may name for its tests, and for nothing else. */
    private static final Set<String> TESTS_ONLY = Set.of("testdata");

    /** Needed at run time only: found by ServiceLoader, or started as a process. */
    private static final Map<String, Set<String>> RUNTIME_ONLY = Map.of(
            "node", Set.of("raft", "records", "ethereum", "sawtooth", "corda", "js"),
            "client", Set.of("node"));

    private Poms() {}

    /** One sentence a violation. */
    static List<String> violations(String module, String pom) throws IOException {
        var found = new ArrayList<String>();
        var root = parse(pom);
        if (!MAY_NEED.containsKey(module)) found.add(module + "/pom.xml: no such module in the table; add it to Poms");
        for (var banned : List.of("repositories", "pluginRepositories", "modules", "dependencyManagement")) {
            if (root.getElementsByTagName(banned).getLength() > 0) {
                found.add(module + "/pom.xml: <" + banned + "> belongs into the root pom, if anywhere");
            }
        }
        if (!text(root, "artifactId", "coco-" + module)) found.add(module + "/pom.xml: the artifact is coco-" + module);
        var dependencies = root.getElementsByTagName("dependency");
        for (var i = 0; i < dependencies.getLength(); i++) {
            if (dependencies.item(i) instanceof Element dependency) check(module, dependency, found);
        }
        return found;
    }

    private static void check(String module, Element dependency, List<String> found) {
        var artifact = first(dependency, "artifactId");
        if (!first(dependency, "version").isEmpty()) {
            found.add(module + "/pom.xml: the version of " + artifact + " belongs into the root pom");
        }
        if (!first(dependency, "groupId").equals("dev.coco")) return;
        var needed = artifact.substring("coco-".length());
        var scope = first(dependency, "scope");
        if (TESTS_ONLY.contains(needed)) {
            if (!scope.equals("test"))
                found.add(module + "/pom.xml needs " + needed + " but [in tests only: scope test]");
            return;
        }
        var allowed = MAY_NEED.getOrDefault(module, Set.of());
        if (!allowed.contains(needed)) {
            found.add(module + "/pom.xml needs " + needed + " but [arrow " + module + " -> " + new TreeSet<>(allowed)
                    + " only]");
        }
        if (RUNTIME_ONLY.getOrDefault(module, Set.of()).contains(needed) && !scope.matches("runtime|test")) {
            found.add(module + "/pom.xml needs " + needed + " but [at run time only: scope runtime]");
        }
    }

    private static boolean text(Element root, String tag, String expected) {
        var elements = root.getElementsByTagName(tag);
        for (var i = 0; i < elements.getLength(); i++) {
            if (elements.item(i).getParentNode() == root)
                return elements.item(i).getTextContent().equals(expected);
        }
        return false;
    }

    private static String first(Element element, String tag) {
        var children = element.getElementsByTagName(tag);
        return children.getLength() == 0
                ? ""
                : children.item(0).getTextContent().strip();
    }

    private static Element parse(String pom) throws IOException {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(pom)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
    }
}
