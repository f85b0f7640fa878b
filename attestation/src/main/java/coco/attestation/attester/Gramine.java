package coco.attestation.attester;

import coco.attestation.attester.AttesterException.Reason;
import coco.crypto.Bytes;
import coco.evidence.TeeKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * SGX in an enclave of Gramine, which shows files for it (Gramine documentation, Attestation and Secret Provisioning). The files are
 * the process's own: what one thread writes counts for what another reads, so one question is asked at a time.
 */
public final class Gramine implements Attester {
    static final String FOLDER = "dev/attestation";

    /** Bytes of the longest quote that is read. */
    static final int QUOTE_SIZE_MAX = 64 << 10;

    private final Path folder;

    private Gramine(Path folder) {
        this.folder = folder;
    }

    /** Reads which attestation the manifest asks for: DCAP's alone is any good. */
    public static Gramine open(Path root) throws AttesterException {
        var folder = root.resolve(FOLDER);
        if (!Files.isDirectory(folder)) throw new AttesterException(Reason.ABSENT, folder + ": no such folder");
        var type = SmallFile.line(folder.resolve("attestation_type"));
        if (type.equals("dcap")) return new Gramine(folder);
        throw new AttesterException(
                Reason.UNSUPPORTED, folder + ": attestation of type " + type + ", not dcap (sgx.remote_attestation)");
    }

    @Override
    public TeeKind kind() {
        return TeeKind.SGX;
    }

    @Override
    public synchronized Attestation attest(Bytes reportData) throws AttesterException {
        SmallFile.write(folder.resolve("user_report_data"), Attester.requireReportData(reportData));
        var file = folder.resolve("quote");
        return Attestation.of(TeeKind.SGX, SmallFile.read(file, QUOTE_SIZE_MAX), List.of(), file.toString());
    }
}
