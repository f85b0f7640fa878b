package coco.attestation.attester;

import coco.attestation.tpm.FakeTpm;
import coco.crypto.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** The evidence of a virtual machine in Azure, taken apart: what its virtual TPM gave. */
final class AzureSample {
    static final String NAME = "snp/az_vtpm/evidence-v1.json";

    /** Bytes of the index on Azure. */
    private static final int INDEX_SIZE = 2600;

    private static final String TEXT = "\"([^\"]*)\"";

    private final String json = new String(Recorded.read(NAME), StandardCharsets.US_ASCII);

    /** A TPM that gives what the recorded one gave. */
    FakeTpm tpm() {
        var tpm = new FakeTpm();
        tpm.indexes.put(AzureVtpm.HCL_REPORT, java.util.Arrays.copyOf(report(), INDEX_SIZE));
        tpm.quoted = Bytes.ofHex(text("message"));
        var number = Bytes.ofHex(text("signature"));
        tpm.signature = Bytes.ofHex("0014000b0100").concat(number); // RSASSA, SHA-256, 256 bytes
        var pcrs = Pattern.compile(TEXT).matcher(json.substring(json.indexOf("\"pcrs\""), json.indexOf("]")));
        while (pcrs.find()) if (pcrs.group(1).length() == 64) tpm.registers.add(Bytes.ofHex(pcrs.group(1)));
        return tpm;
    }

    byte[] report() {
        return decoded("hcl_report");
    }

    /** The certificate of the chip, which Azure's metadata service gave, in PEM. */
    byte[] vcek() {
        return decoded("vcek");
    }

    private byte[] decoded(String name) {
        return Base64.getUrlDecoder().decode(text(name).replace('+', '-').replace('/', '_'));
    }

    private String text(String name) {
        var matcher = Pattern.compile("\"" + name + "\":\\s*" + TEXT).matcher(json);
        if (!matcher.find()) throw new IllegalStateException(name);
        return matcher.group(1);
    }
}
