package coco.attestation.attester;

import coco.attestation.attester.AttesterException.Reason;
import coco.crypto.Bytes;
import coco.evidence.Endorsement;
import coco.evidence.MalformedException;
import coco.evidence.TeeKind;
import coco.evidence.snp.CertificateTable;
import coco.evidence.tpm.EventLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * SEV-SNP, TDX and CCA by way of Linux's folder of reports (kernel documentation, ABI/testing/configfs-tsm-report; Linux 6.7 and
 * newer). Each question has a folder of its own, which is removed afterwards.
 *
 * <p>What is written takes effect when its file is closed, and an error of it reaches nobody. That the report is for what was asked is
 * shown by {@code generation} alone, which counts the writes of everybody: where it is not what this writer made it, another wrote in
 * between, and a new folder is asked again, at most {@link #ATTEMPTS_MAX} times.
 */
public final class ConfigfsTsm implements Attester {
    /** Where the kernel shows the folder. */
    static final String REPORTS = "sys/kernel/config/tsm/report";

    /** Where the firmware of a trust domain leaves its log, behind the table that describes it (ACPI 6.5, table CCEL). */
    static final String EVENT_LOG = "sys/firmware/acpi/tables/data/CCEL";

    static final int ATTEMPTS_MAX = 4;

    /** Bytes of the longest report that is read. Quotes have up to 8 kilobytes, tokens of realms less. */
    static final int REPORT_SIZE_MAX = 64 << 10;

    private final Path root;
    private final OptionalInt privilegeLevel;
    private final TeeKind kind;

    private ConfigfsTsm(Path root, OptionalInt privilegeLevel, TeeKind kind) {
        this.root = root;
        this.privilegeLevel = privilegeLevel;
        this.kind = kind;
    }

    /**
     * Asks the kernel which TEE it is.
     *
     * @param root of the file system
     * @param privilegeLevel VMPL for which reports of SEV-SNP are asked, 0 to 3; the kernel's own where empty
     */
    public static ConfigfsTsm open(Path root, OptionalInt privilegeLevel) throws AttesterException {
        var reports = root.resolve(REPORTS);
        if (!Files.isDirectory(reports)) {
            throw new AttesterException(
                    Reason.ABSENT,
                    reports + ": no such folder (Linux 6.7, configfs mounted, a guest of SNP, TDX or CCA)");
        }
        try (var entry = TsmEntry.make(reports)) {
            return new ConfigfsTsm(root, privilegeLevel, kind(entry));
        }
    }

    @Override
    public TeeKind kind() {
        return kind;
    }

    @Override
    public Attestation attest(Bytes reportData) throws AttesterException {
        Attester.requireReportData(reportData);
        for (var attempt = 1; ; attempt++) {
            try (var entry = TsmEntry.make(root.resolve(REPORTS))) {
                return ask(entry, reportData);
            } catch (AttesterException e) {
                if (e.reason() != Reason.CHANGED || attempt == ATTEMPTS_MAX) throw e;
            }
        }
    }

    private Attestation ask(TsmEntry entry, Bytes reportData) throws AttesterException {
        var before = entry.generation();
        var writes = 1;
        if (kind == TeeKind.SNP && privilegeLevel.isPresent()) {
            entry.write("privlevel", Bytes.ofUtf8(privilegeLevel.getAsInt() + "\n"));
            writes++;
        }
        entry.write("inblob", reportData);
        var report = entry.read("outblob", REPORT_SIZE_MAX);
        var table = kind == TeeKind.SNP && entry.has("auxblob")
                ? entry.read("auxblob", CertificateTable.SIZE_MAX)
                : Bytes.EMPTY;
        if (kind(entry) != kind) throw new AttesterException(Reason.CHANGED, entry + ": another provider than before");
        if (entry.generation() != before + writes) {
            throw new AttesterException(Reason.CHANGED, entry + ": another wrote in between");
        }
        return Attestation.of(kind, report, endorsements(table), entry.toString());
    }

    private static TeeKind kind(TsmEntry entry) throws AttesterException {
        var provider = entry.line("provider");
        return switch (provider) {
            case "sev_guest" -> TeeKind.SNP;
            case "tdx_guest" -> TeeKind.TDX;
            case "arm_cca_guest" -> TeeKind.CCA;
            default -> throw new AttesterException(Reason.UNSUPPORTED, entry + ": the provider " + provider);
        };
    }

    private List<Bytes> endorsements(Bytes table) throws AttesterException {
        if (kind == TeeKind.TDX) return eventLog();
        return table.isEmpty() ? List.of() : certificates(table);
    }

    private List<Bytes> eventLog() throws AttesterException {
        var file = root.resolve(EVENT_LOG);
        return Files.exists(file) ? List.of(SmallFile.read(file, EventLog.SIZE_MAX)) : List.of();
    }

    /** The host's certificates, one by one: a table with names that are not known could be taken for another format. */
    private static List<Bytes> certificates(Bytes table) throws AttesterException {
        try {
            var all = new ArrayList<Bytes>();
            for (var item : CertificateTable.parse(Attestation.octets(table)).items()) {
                switch (item) {
                    case Endorsement.Certificate(var one) -> all.add(Bytes.of(one.getEncoded()));
                    case Endorsement.RevocationList(var one) -> all.add(Bytes.of(one.getEncoded()));
                    case Endorsement.TcbInfo _,
                            Endorsement.QeIdentity _,
                            Endorsement.UvmEndorsement _,
                            Endorsement.EventLog _ -> throw new IllegalStateException("no table holds a " + item);
                }
            }
            return all;
        } catch (MalformedException | GeneralSecurityException e) {
            throw AttesterException.malformed("auxblob", e);
        }
    }
}
