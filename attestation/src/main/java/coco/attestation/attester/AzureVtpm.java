package coco.attestation.attester;

import coco.attestation.attester.AttesterException.Reason;
import coco.attestation.tpm.Tpm;
import coco.attestation.tpm.TpmChannel;
import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.evidence.Hash;
import coco.evidence.Octets;
import coco.evidence.TeeKind;
import coco.evidence.azure.HclReport;
import coco.evidence.snp.SnpReport;
import coco.evidence.tpm.TpmSignature;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Azure's virtual machines under a paravisor: the guest cannot give report data to the hardware, so they are what the virtual TPM's
 * quote is for, and the hardware vouches for the TPM's key (Azure documentation, Guest attestation for confidential virtual machines;
 * OpenHCL, {@code tpm_protocol}). The endorsements of the hardware come from Azure's metadata service, which nobody asks here.
 *
 * <p>The report data are written to {@link #USER_DATA} too, where the machine's owner has made that index: the paravisor puts them into
 * the runtime claims when it next renews its report, at most every two seconds. Nothing is judged by them.
 */
public final class AzureVtpm implements Attester {
    /** The index with the hardware's report and the runtime claims. */
    static final int HCL_REPORT = 0x0140_0001;

    /** The index from which the paravisor takes 64 bytes into the runtime claims. */
    static final int USER_DATA = 0x0140_0002;

    /** The key that the runtime claims name. */
    static final int KEY = 0x8100_0003;

    /** How often a report is read that was renewed meanwhile. */
    static final int ATTEMPTS_MAX = 4;

    private final TpmChannel.Opener channels;

    private AzureVtpm(TpmChannel.Opener channels) {
        this.channels = channels;
    }

    /** Looks whether there is a report in the TPM, and of which hardware. */
    public static AzureVtpm open(TpmChannel.Opener channels) throws AttesterException {
        return TpmSession.in(channels, tpm -> {
            read(tpm);
            return new AzureVtpm(channels);
        });
    }

    @Override
    public TeeKind kind() {
        return TeeKind.AZURE_SNP;
    }

    @Override
    public Attestation attest(Bytes reportData) throws AttesterException {
        Attester.requireReportData(reportData);
        return TpmSession.in(channels, tpm -> {
            writeUserData(tpm, reportData);
            var report = read(tpm);
            var quote = tpm.quote(KEY, reportData);
            return Attestation.of(kind(), envelope(report, quote), List.of(), "the virtual TPM");
        });
    }

    private static void writeUserData(Tpm tpm, Bytes reportData) throws IOException, MalformedException {
        var index = tpm.index(USER_DATA);
        if (index.isPresent() && index.get().size() == Attester.REPORT_DATA_SIZE) tpm.write(index.get(), reportData);
    }

    private static Bytes read(Tpm tpm) throws IOException, MalformedException {
        var index = tpm.index(HCL_REPORT)
                .orElseThrow(() -> new AttesterException(Reason.ABSENT, "the TPM has no index 0x01400001"));
        for (var attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            var report = tpm.read(index);
            if (isWhole(report)) return report;
        }
        throw new AttesterException(
                Reason.CHANGED,
                "index 0x01400001: runtime claims of another hardware report, " + ATTEMPTS_MAX + " times");
    }

    /** Whether its two parts are of one report: the paravisor renews it when another reads it from the start. */
    private static boolean isWhole(Bytes bytes) throws AttesterException {
        try {
            var report = HclReport.parse(Attestation.octets(bytes));
            if (report.tee() != TeeKind.AZURE_SNP) {
                throw new AttesterException(
                        Reason.UNSUPPORTED,
                        "index 0x01400001: a report of " + report.tee().word()
                                + ": its quote has to be asked of Azure's metadata service, which is not done here");
            }
            return SnpReport.parse(report.hardware())
                    .reportData()
                    .startsWith(report.runtime().hash(report.hash()));
        } catch (coco.evidence.MalformedException e) {
            throw AttesterException.malformed("index 0x01400001", e);
        }
    }

    /** JSON as the attesters of confidential containers send it, with hex digits. */
    private static Bytes envelope(Bytes report, Tpm.Quote quote) throws AttesterException {
        var values = quote.values().values().stream()
                .map(value -> '"' + value.toHex() + '"')
                .collect(Collectors.joining(","));
        return Bytes.ofUtf8("{\"version\":1,\"hcl_report\":\"" + report.toHex() + "\",\"tpm_quote\":{\"signature\":\""
                + signature(quote.signature()) + "\",\"message\":\""
                + quote.message().toHex() + "\",\"pcrs\":["
                + values + "]}}");
    }

    /** The number alone: that form has no room for another scheme than Azure's. */
    private static String signature(Bytes signature) throws AttesterException {
        try {
            if (TpmSignature.parse(Attestation.octets(signature)) instanceof TpmSignature.Pkcs1(var hash, Octets value)
                    && hash == Hash.SHA_256) {
                return value.toHex();
            }
        } catch (coco.evidence.MalformedException e) {
            throw AttesterException.malformed("the quote's signature", e);
        }
        throw new AttesterException(
                Reason.UNSUPPORTED, "a quote that is not signed with RSASSA-PKCS1-v1_5 and SHA-256");
    }
}
