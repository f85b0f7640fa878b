package coco.evidence;

import java.util.Optional;

/** The kinds of trusted execution environments, by whom one has to trust. */
public enum TeeKind {
    /** Intel SGX enclave. */
    SGX("sgx"),
    /** Intel TDX trust domain. */
    TDX("tdx"),
    /** AMD SEV-SNP guest that controls its own report data. */
    SNP("snp"),
    /** AMD SEV-SNP guest under Azure's paravisor: the report is bound to a virtual TPM that Microsoft's code provides. */
    AZURE_SNP("azure-snp"),
    /** Intel TDX trust domain under Azure's paravisor. */
    AZURE_TDX("azure-tdx"),
    /** AWS Nitro enclave. */
    NITRO("nitro"),
    /** Windows enclave of virtualization-based security. */
    VBS("vbs"),
    /** ARM CCA realm. */
    CCA("cca"),
    /** A whole machine measured by its TPM; shields nothing from the machine's owner. */
    TPM("tpm"),
    /** Software, for development: protects nothing. */
    SOFTWARE("software");

    private final String word;

    TeeKind(String word) {
        this.word = word;
    }

    /** The kind as manifests and verdicts write it. */
    public String word() {
        return word;
    }

    /**
     * The register in which the hardware measured the paravisor; none of kinds without a paravisor. Everything else that such
     * evidence says is the paravisor's word, and any code can be one: see {@link Policy.CodeIdentity.Measured}.
     */
    public Optional<String> paravisorRegister() {
        return switch (this) {
            case AZURE_SNP -> Optional.of("measurement");
            case AZURE_TDX -> Optional.of("mrtd");
            case SGX, TDX, SNP, NITRO, VBS, CCA, TPM, SOFTWARE -> Optional.empty();
        };
    }

    public static Optional<TeeKind> of(String word) {
        for (var kind : values()) {
            if (kind.word.equals(word)) return Optional.of(kind);
        }
        return Optional.empty();
    }
}
