package coco.conformance.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import coco.conformance.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Inputs of precompiled contracts that mean something to them: from the vector files of go-ethereum, which name the contract. */
record Vectors(List<Vector> all) {
    static final Vectors NONE = new Vectors(List.of());

    /** Larger ones would make every program large. */
    private static final int INPUT_MAX = 1024;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** By the beginning of a file's name, in lower case and without {@code fail-}. */
    private static final Map<String, Integer> ADDRESSES = Map.ofEntries(
            Map.entry("ecrecover", 1),
            Map.entry("modexp", 5),
            Map.entry("bn256add", 6),
            Map.entry("bn256scalarmul", 7),
            Map.entry("bn256pairing", 8),
            Map.entry("blake2f", 9),
            Map.entry("pointevaluation", 0xa),
            Map.entry("blsg1add", 0xb),
            Map.entry("blsg1mul", 0xc),
            Map.entry("blsg2add", 0xd),
            Map.entry("blsg2mul", 0xe),
            Map.entry("blspairing", 0xf),
            Map.entry("blsmapg1", 0x10),
            Map.entry("blsmapg2", 0x11),
            Map.entry("p256verify", 0x100));

    @SuppressWarnings("ArrayRecordComponent") // read in place, never compared
    record Vector(int address, byte[] input) {}

    Vectors {
        all = List.copyOf(all);
    }

    static Vectors read(Path path) throws IOException {
        var all = new ArrayList<Vector>();
        Fixtures.each(path, (name, content) -> {
            var address = address(Path.of(name).getFileName().toString());
            if (address == null) return;
            for (var vector : JSON.readTree(new String(content, UTF_8)).values()) {
                var input = HexFormat.of().parseHex(vector.path("Input").asString(""));
                if (input.length <= INPUT_MAX) all.add(new Vector(address, input));
            }
        });
        return new Vectors(all);
    }

    private static @Nullable Integer address(String file) {
        var name = file.toLowerCase(Locale.ROOT).replaceFirst("^fail-", "").replaceFirst("[._].*", "");
        var found = ADDRESSES.get(name);
        return found != null ? found : ADDRESSES.get(name.replace("multiexp", "mul"));
    }
}
