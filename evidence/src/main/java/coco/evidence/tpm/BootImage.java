package coco.evidence.tpm;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.ByteReader;
import java.nio.charset.StandardCharsets;

/**
 * A program that the firmware started: UEFI_IMAGE_LOAD_EVENT (TCG PC Client Platform Firmware Profile, section 10.2.3).
 *
 * @param digest its Authenticode hash, which was measured
 * @param path where the log says that it came from, which was not; empty where it is no file
 */
public record BootImage(Octets digest, String path) {
    private static final int MEDIA = 0x04;
    private static final int FILE_PATH = 0x04;
    private static final int END = 0x7f;

    static BootImage of(Octets digest, Octets data) {
        try {
            return new BootImage(digest, path(data));
        } catch (MalformedException e) {
            return new BootImage(digest, ""); // the digest counts; the path is a hint for people
        }
    }

    /** The file paths among the nodes of the device path (UEFI 2.10 section 10.3.1). */
    private static String path(Octets data) throws MalformedException {
        var in = ByteReader.littleEndian(data);
        in.skip(24); // address, length and link-time address
        var nodes = ByteReader.littleEndian(in.take(in.u64()));
        var path = new StringBuilder();
        while (nodes.remaining() > 0) {
            var type = nodes.u8();
            var subtype = nodes.u8();
            var content = nodes.take(nodes.u16() - 4L);
            if (type == END) break;
            if (type == MEDIA && subtype == FILE_PATH) append(text(content), path);
        }
        return path.toString();
    }

    /** Nodes follow each other, a backslash between them. */
    private static void append(String node, StringBuilder path) {
        var isApart = path.isEmpty() || path.charAt(path.length() - 1) == '\\' || node.startsWith("\\");
        path.append(isApart ? "" : "\\").append(node);
    }

    private static String text(Octets content) {
        return Printable.of(new String(content.toArray(), StandardCharsets.UTF_16LE));
    }
}
