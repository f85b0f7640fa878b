package coco.crypto;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Text armour of DER (RFC 7468, strict form but for a trailing line break or NUL, which C programs leave). */
public final class Pem {
    public static final String CERTIFICATE = "CERTIFICATE";
    public static final String PRIVATE_KEY = "PRIVATE KEY";
    public static final String PUBLIC_KEY = "PUBLIC KEY";

    private static final int LINE = 64;

    private Pem() {}

    public static String encode(String label, Bytes der) {
        var base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der.unsafeArray());
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    /** The DER of the only block in {@code pem}, which must bear {@code label}. */
    public static Bytes decodeOne(String pem, String label) throws MalformedException {
        var blocks = decodeAll(pem, label);
        if (blocks.size() != 1) throw new MalformedException("one PEM block is expected, not " + blocks.size());
        return blocks.getFirst();
    }

    /** The DER of each block; all must bear {@code label}, and only white space may stand between them. */
    public static List<Bytes> decodeAll(String pem, String label) throws MalformedException {
        var begin = "-----BEGIN " + label + "-----";
        var end = "-----END " + label + "-----";
        var blocks = new ArrayList<Bytes>();
        var at = 0;
        while (true) {
            var start = pem.indexOf(begin, at);
            checkBlank(pem, at, start < 0 ? pem.length() : start);
            if (start < 0) return List.copyOf(blocks);
            var stop = pem.indexOf(end, start);
            if (stop < 0) throw new MalformedException("the PEM block has no end");
            blocks.add(base64(pem.substring(start + begin.length(), stop)));
            at = stop + end.length();
        }
    }

    private static Bytes base64(String text) throws MalformedException {
        try {
            return Bytes.unsafeWrap(Base64.getDecoder().decode(text.replaceAll("[\r\n]", "")));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("the PEM block is not base64", e);
        }
    }

    private static void checkBlank(String pem, int from, int to) throws MalformedException {
        for (var i = from; i < to; i++) {
            var c = pem.charAt(i);
            if (c != '\n' && c != '\r' && c != ' ' && c != '\0')
                throw new MalformedException("text stands outside the PEM blocks");
        }
    }
}
