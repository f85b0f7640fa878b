package coco.evidence.snp;

/** A part of the platform that has a version of its own: one byte of a TCB. */
public enum Component {
    BOOTLOADER("bootloader", 1),
    /** What the security processor runs beside the firmware of SNP. */
    TEE("tee", 2),
    SNP("snp", 3),
    SPARE_4("spare4", 4),
    SPARE_5("spare5", 5),
    SPARE_6("spare6", 6),
    SPARE_7("spare7", 7),
    MICROCODE("microcode", 8),
    /** Firmware of the boot controller. */
    FMC("fmc", 9);

    private final String word;
    private final int number;

    Component(String word, int number) {
        this.word = word;
        this.number = number;
    }

    /** Its name in policies and verdicts. */
    public String word() {
        return word;
    }

    /** Whether the byte has no use yet. */
    boolean isSpare() {
        return number >= 4 && number <= 7;
    }

    /** The extension of a chip's certificate that has its version (57230, table 8). */
    String extension() {
        return "1.3.6.1.4.1.3704.1.3." + number;
    }
}
