package coco.bench.ethereum;

import static java.util.Map.entry;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An assembler for EVM code, as much as a small contract needs. Words are separated by white space, {@code ;} begins a comment.
 * {@code name:} marks a place (JUMPDEST), {@code @name} pushes it in two bytes, a number in hex ({@code 0x..}) pushes itself in as many
 * bytes as it is written with, everything else is an instruction's name.
 */
final class Assembly {
    private static final int PUSH0 = 0x5f;
    private static final int JUMPDEST = 0x5b;
    private static final int PLACE_BYTES = 2;

    private static final Map<String, Integer> INSTRUCTIONS = Map.ofEntries(
            entry("stop", 0x00),
            entry("add", 0x01),
            entry("sub", 0x03),
            entry("lt", 0x10),
            entry("gt", 0x11),
            entry("eq", 0x14),
            entry("iszero", 0x15),
            entry("shr", 0x1c),
            entry("keccak256", 0x20),
            entry("caller", 0x33),
            entry("callvalue", 0x34),
            entry("calldataload", 0x35),
            entry("calldatasize", 0x36),
            entry("codecopy", 0x39),
            entry("pop", 0x50),
            entry("mload", 0x51),
            entry("mstore", 0x52),
            entry("sload", 0x54),
            entry("sstore", 0x55),
            entry("jump", 0x56),
            entry("jumpi", 0x57),
            entry("push0", PUSH0),
            entry("dup1", 0x80),
            entry("dup2", 0x81),
            entry("dup3", 0x82),
            entry("dup4", 0x83),
            entry("swap1", 0x90),
            entry("swap2", 0x91),
            entry("log3", 0xa3),
            entry("return", 0xf3),
            entry("revert", 0xfd));

    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private final Map<String, Integer> places = new HashMap<>();
    private final List<Reference> references = new ArrayList<>();

    private record Reference(int at, String name) {}

    private Assembly() {}

    /** @throws IllegalArgumentException naming the word that is none */
    static byte[] assemble(String text) {
        var assembly = new Assembly();
        for (var line : text.split("\n", -1)) {
            for (var word : line.split(";", 2)[0].strip().split("\\s+", -1)) {
                if (!word.isEmpty()) assembly.word(word);
            }
        }
        return assembly.linked();
    }

    private void word(String word) {
        if (word.endsWith(":")) {
            places.put(word.substring(0, word.length() - 1), code.size());
            code.write(JUMPDEST);
        } else if (word.startsWith("@")) {
            references.add(new Reference(code.size() + 1, word.substring(1)));
            push(new byte[PLACE_BYTES]);
        } else if (word.startsWith("0x")) {
            push(HexFormat.of().parseHex(word, 2, word.length()));
        } else {
            code.write(known(INSTRUCTIONS.get(word.toLowerCase(Locale.ROOT)), word));
        }
    }

    private void push(byte[] constant) {
        code.write(PUSH0 + constant.length);
        code.writeBytes(constant);
    }

    private byte[] linked() {
        var bytes = code.toByteArray();
        for (var reference : references) {
            int place = known(places.get(reference.name), reference.name);
            bytes[reference.at] = (byte) (place >>> 8);
            bytes[reference.at + 1] = (byte) place;
        }
        return bytes;
    }

    private static int known(@Nullable Integer value, String word) {
        if (value == null) throw new IllegalArgumentException("no instruction and no place: " + word);
        return Objects.requireNonNull(value);
    }
}
