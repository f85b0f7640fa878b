package coco.attestation.attester;

import coco.attestation.tpm.Tpm;
import coco.attestation.tpm.TpmChannel;
import coco.crypto.Bytes;
import coco.evidence.TeeKind;
import coco.evidence.tpm.EventLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The TPM of a machine, and the log of what its firmware measured. Such evidence shields nothing from the machine's owner, so that it
 * is made only where it is asked for by its kind.
 */
public final class GuestTpm implements Attester {
    /** Where Linux shows the log of the firmware. */
    static final String EVENT_LOG = "sys/kernel/security/tpm0/binary_bios_measurements";

    private final TpmChannel.Opener channels;
    private final Path root;
    private final int key;

    private GuestTpm(TpmChannel.Opener channels, Path root, int key) {
        this.channels = channels;
        this.root = root;
        this.key = key;
    }

    /**
     * @param root of the file system, below which the log is looked for
     * @param key handle of the persistent key that signs quotes; its certificate is the verifier's to have
     */
    public static GuestTpm open(TpmChannel.Opener channels, Path root, int key) throws AttesterException {
        return TpmSession.in(channels, tpm -> {
            tpm.publicArea(key);
            return new GuestTpm(channels, root, key);
        });
    }

    @Override
    public TeeKind kind() {
        return TeeKind.TPM;
    }

    @Override
    public Attestation attest(Bytes reportData) throws AttesterException {
        Attester.requireReportData(reportData);
        return TpmSession.in(channels, tpm -> {
            var area = tpm.publicArea(key);
            var quote = tpm.quote(key, reportData);
            return Attestation.of(TeeKind.TPM, envelope(area, quote), eventLog(), "the TPM");
        });
    }

    private List<Bytes> eventLog() throws AttesterException {
        var file = root.resolve(EVENT_LOG);
        return Files.exists(file) ? List.of(SmallFile.read(file, EventLog.SIZE_MAX)) : List.of();
    }

    /** JSON as go-attestation writes it, with hex digits. */
    private static Bytes envelope(Bytes area, Tpm.Quote quote) {
        var registers = quote.values().entrySet().stream()
                .map(each -> "{\"Index\":" + each.getKey() + ",\"Digest\":\""
                        + each.getValue().toHex() + "\"}")
                .collect(Collectors.joining(","));
        return Bytes.ofUtf8("{\"AK\":{\"Public\":\"" + area.toHex() + "\"},\"Quote\":{\"Quote\":\""
                + quote.message().toHex() + "\",\"Signature\":\""
                + quote.signature().toHex()
                + "\"},\"Log\":{\"PCRs\":[" + registers + "]}}");
    }
}
