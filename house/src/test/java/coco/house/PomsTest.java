package coco.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PomsTest {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]*)</module>");

    @Test
    void modulesNeedOnlyWhatTheTableAllows() throws IOException {
        var found = new ArrayList<String>();
        for (var module : Tree.modules()) {
            var pom = Files.readString(module.resolve("pom.xml"));
            found.addAll(Poms.violations(module.getFileName().toString(), pom));
        }
        assertEquals(List.of(), found);
    }

    @Test
    void reactorHoldsEveryModuleAndTheHouseComesLast() throws IOException {
        var listed = MODULE.matcher(Files.readString(Tree.ROOT.resolve("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .toList();
        var present = new TreeSet<String>();
        for (var module : Tree.modules()) present.add(module.getFileName().toString());
        assertEquals(present, new TreeSet<>(listed));
        assertEquals("house", listed.getLast());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "evm    | <dependency><groupId>dev.coco</groupId><artifactId>coco-crypto</artifactId></dependency> | arrow evm -> []",
                "kernel | <dependency><groupId>dev.coco</groupId><artifactId>coco-node</artifactId></dependency> | arrow kernel -> [attestation, crypto]",
                "node   | <dependency><groupId>dev.coco</groupId><artifactId>coco-raft</artifactId></dependency> | at run time only",
                "evm    | <dependency><groupId>dev.coco</groupId><artifactId>coco-testdata</artifactId></dependency> | in tests only",
                "kernel | <dependency><groupId>a</groupId><artifactId>b</artifactId><version>1</version></dependency> | version of b",
                "kernel | <repositories/> | <repositories> belongs",
                "attic  | <name>x</name> | no such module",
            })
    void aPlantedPomIsFound(String module, String content, String rule) throws IOException {
        var found = Poms.violations(module, pom(module, content));
        assertEquals(1, found.size(), found::toString);
        assertTrue(found.getFirst().contains(rule), found::toString);
    }

    @Test
    void anAllowedDependencyIsNot() throws IOException {
        var raft = "<dependency><groupId>dev.coco</groupId><artifactId>coco-raft</artifactId>"
                + "<scope>runtime</scope></dependency>";
        assertEquals(List.of(), Poms.violations("node", pom("node", raft)));
        var data = "<dependency><groupId>dev.coco</groupId><artifactId>coco-testdata</artifactId>"
                + "<scope>test</scope></dependency>";
        assertEquals(List.of(), Poms.violations("evm", pom("evm", data)));
    }

    private static String pom(String module, String content) {
        return "<project><parent><artifactId>coco</artifactId></parent><artifactId>coco-" + module + "</artifactId>"
                + content + "</project>";
    }
}
