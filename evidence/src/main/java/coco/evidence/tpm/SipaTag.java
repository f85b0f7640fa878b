package coco.evidence.tpm;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What Windows says in its boot log: SIPAEVENT types (Windows SDK, {@code wbcl.h}), those that are read here. */
public enum SipaTag {
    TRUST_BOUNDARY(0x4001_0001L, Form.CONTAINER),
    ELAM_AGGREGATION(0x4001_0002L, Form.CONTAINER),
    LOADED_MODULE_AGGREGATION(0x4001_0003L, Form.CONTAINER),
    KSR_AGGREGATION(0x4001_0005L, Form.CONTAINER),
    BOOT_COUNTER(0x0002_0002L, Form.NUMBER),
    BOOT_DEBUGGING(0x0004_0001L, Form.FLAG),
    OS_KERNEL_DEBUG(0x0005_0001L, Form.FLAG),
    CODE_INTEGRITY(0x0005_0002L, Form.FLAG),
    TEST_SIGNING(0x0005_0003L, Form.FLAG),
    DATA_EXECUTION_PREVENTION(0x0005_0004L, Form.NUMBER),
    SAFE_MODE(0x0005_0005L, Form.FLAG),
    WIN_PE(0x0005_0006L, Form.FLAG),
    SYSTEM_ROOT(0x0005_0009L, Form.TEXT),
    HYPERVISOR_LAUNCH_TYPE(0x0005_000aL, Form.NUMBER),
    HYPERVISOR_IOMMU_POLICY(0x0005_000cL, Form.NUMBER),
    HYPERVISOR_DEBUG(0x0005_000dL, Form.FLAG),
    VSM_LAUNCH_TYPE(0x0005_0012L, Form.NUMBER),
    /** The key that secrets for the secure kernel are encrypted to. */
    VSM_IDK_INFO(0x0005_0020L, Form.KEY),
    FLIGHT_SIGNING(0x0005_0021L, Form.FLAG),
    /** The key that the secure kernel signs enclave reports with. */
    VSM_IDKS_INFO(0x0005_0023L, Form.KEY),
    FILE_PATH(0x0007_0001L, Form.TEXT),
    AUTHENTICODE_HASH(0x0007_0004L, Form.BYTES),
    VBS_VSM_REQUIRED(0x000a_0001L, Form.FLAG),
    VBS_SECUREBOOT_REQUIRED(0x000a_0002L, Form.FLAG),
    VBS_IOMMU_REQUIRED(0x000a_0003L, Form.FLAG),
    VBS_MMIO_NX_REQUIRED(0x000a_0004L, Form.FLAG),
    VBS_MSR_FILTERING_REQUIRED(0x000a_0005L, Form.FLAG),
    VBS_MANDATORY_ENFORCEMENT(0x000a_0006L, Form.FLAG),
    VBS_HVCI_POLICY(0x000a_0007L, Form.NUMBER),
    VBS_MICROSOFT_BOOT_CHAIN_REQUIRED(0x000a_0008L, Form.FLAG);

    /** What its data is. */
    enum Form {
        /** More events. */
        CONTAINER,
        /** A number that is zero for no. */
        FLAG,
        /** 1, 2, 4 or 8 bytes, little endian. */
        NUMBER,
        /** UTF-16, little endian. */
        TEXT,
        KEY,
        BYTES
    }

    private static final Map<Long, SipaTag> BY_CODE = new HashMap<>();

    static {
        for (var tag : values()) BY_CODE.put(tag.code, tag);
    }

    private final long code;
    private final Form form;

    SipaTag(long code, Form form) {
        this.code = code;
        this.form = form;
    }

    public long code() {
        return code;
    }

    Form form() {
        return form;
    }

    public static Optional<SipaTag> of(long code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
