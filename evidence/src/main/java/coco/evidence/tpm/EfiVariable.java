package coco.evidence.tpm;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.ByteReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A variable of the firmware as a log has it: UEFI_VARIABLE_DATA (TCG PC Client Platform Firmware Profile, section 10.2.6).
 *
 * @param vendor the GUID of who gave it the name
 */
public record EfiVariable(String vendor, String name, Octets data) {
    /** EFI_GLOBAL_VARIABLE (UEFI 2.10 section 3.3). */
    public static final String GLOBAL = "8be4df61-93ca-11d2-aa0d-00e098032b8c";

    /** EFI_IMAGE_SECURITY_DATABASE_GUID (UEFI 2.10 section 32.6.1). */
    public static final String IMAGE_SECURITY = "d719b2cb-3d3a-4596-a3bc-dad00e67656f";

    private static final int NAME_CHARACTERS_MAX = 1_024;

    public static EfiVariable parse(Octets bytes) throws MalformedException {
        var in = ByteReader.littleEndian(bytes);
        var vendor = guid(in);
        var characters = in.u64();
        var size = in.u64();
        if (characters < 0 || characters > NAME_CHARACTERS_MAX) throw new MalformedException("a variable's long name");
        var name = new String(in.take(2 * characters).toArray(), StandardCharsets.UTF_16LE);
        var variable = new EfiVariable(vendor, name, in.take(size));
        in.end("a variable");
        return variable;
    }

    public boolean is(String vendorGuid, String variable) {
        return vendor.equals(vendorGuid) && name.equals(variable);
    }

    private static String guid(ByteReader in) throws MalformedException {
        return String.format(Locale.ROOT, "%08x-%04x-%04x-", in.u32(), in.u16(), in.u16())
                + in.take(2).toHex() + "-" + in.take(6).toHex();
    }
}
