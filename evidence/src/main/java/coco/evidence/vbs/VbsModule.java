package coco.evidence.vbs;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.ByteReader;
import java.nio.charset.StandardCharsets;

/**
 * One module loaded into an enclave: VBS_ENCLAVE_REPORT_MODULE (Windows SDK, {@code ntenclv.h}).
 *
 * @param uniqueId hash of the module, 32 bytes
 * @param authorId hash of its signer's key, 32 bytes; zeros for modules of Windows
 * @param familyId 16 bytes
 * @param imageId 16 bytes
 * @param svn security version; higher is newer
 * @param name its file name
 */
public record VbsModule(Octets uniqueId, Octets authorId, Octets familyId, Octets imageId, long svn, String name) {
    static final int TYPE = 1;

    private static final int NAME_CHARACTERS_MAX = 260;

    /** @param in the block behind its type and size */
    static VbsModule read(ByteReader in) throws MalformedException {
        return new VbsModule(in.take(32), in.take(32), in.take(16), in.take(16), in.u32(), name(in.rest()));
    }

    /** UTF-16 up to a NUL, zeros up to a multiple of 8 bytes. */
    private static String name(Octets padded) throws MalformedException {
        if (padded.size() % 2 != 0) throw new MalformedException("a module's name of " + padded.size() + " bytes");
        var text = new String(padded.toArray(), StandardCharsets.UTF_16LE);
        var end = text.indexOf('\0');
        if (end < 1 || end > NAME_CHARACTERS_MAX) throw new MalformedException("a module without a proper name");
        if (!padded.slice(2 * end, padded.size()).isZero())
            throw new MalformedException("bytes behind a module's name");
        var name = text.substring(0, end);
        if (!name.codePoints().allMatch(VbsModule::isPrintable)) {
            throw new MalformedException("a module's name that cannot be printed");
        }
        return name;
    }

    private static boolean isPrintable(int c) {
        return c != 0xfffd && (Character.isLetterOrDigit(c) || c >= 0x20 && c <= 0x7e);
    }
}
