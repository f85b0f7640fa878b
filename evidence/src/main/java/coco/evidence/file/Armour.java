package coco.evidence.file;

import coco.evidence.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Text that stands for bytes: hex digits, or base64 of either alphabet (RFC 4648), with white space anywhere. */
final class Armour {
    /** Characters of the shortest text that is taken for an encoding. */
    private static final int SIZE_MIN = 16;

    private Armour() {}

    /** The file as text, where it is nothing but printable ASCII and white space. */
    static Optional<String> text(Octets file) {
        for (var i = 0; i < file.size(); i++) {
            var c = file.at(i);
            if ((c < ' ' || c > '~') && c != '\n' && c != '\r' && c != '\t') return Optional.empty();
        }
        return Optional.of(new String(file.toArray(), StandardCharsets.US_ASCII));
    }

    /** The bytes that the text stands for; none where it is neither encoding. Hex digits are taken for hex digits. */
    static Optional<Octets> decode(String text) {
        var plain = text.replaceAll("\\s", "");
        if (plain.length() < SIZE_MIN) return Optional.empty();
        if (plain.length() % 2 == 0 && plain.matches("[0-9a-fA-F]+")) return Optional.of(Octets.ofHex(plain));
        if (!plain.matches("[A-Za-z0-9+/_-]+={0,2}")) return Optional.empty();
        try {
            return Optional.of(
                    Octets.of(Base64.getDecoder().decode(plain.replace('-', '+').replace('_', '/'))));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the answer: text of another kind
        }
    }
}
