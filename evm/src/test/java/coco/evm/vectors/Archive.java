package coco.evm.vectors;

import coco.testdata.SharedData;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The archives of {@code ethereum} in the shared data. */
public final class Archive {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Archive() {}

    /** Gives the wanted JSON files of an archive, in its order, to {@code use}. */
    public static void eachJson(String archive, Predicate<String> wanted, BiConsumer<String, JsonNode> use) {
        var file = SharedData.folder("ethereum").resolve(archive);
        try (var in =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(Files.newInputStream(file))))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var name = entry.getName();
                if (entry.isFile() && name.endsWith(".json") && wanted.test(name))
                    use.accept(name, JSON.readTree(in.readAllBytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The wanted JSON files of an archive by name. */
    public static Map<String, JsonNode> jsons(String archive, Predicate<String> wanted) {
        var files = new TreeMap<String, JsonNode>();
        eachJson(archive, wanted, files::put);
        return files;
    }

    /** Reads hex digits, with or without {@code 0x}. */
    public static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : text);
    }
}
