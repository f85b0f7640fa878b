package coco.evidence.snp;

import static coco.evidence.snp.Component.BOOTLOADER;
import static coco.evidence.snp.Component.FMC;
import static coco.evidence.snp.Component.MICROCODE;
import static coco.evidence.snp.Component.SNP;
import static coco.evidence.snp.Component.SPARE_4;
import static coco.evidence.snp.Component.SPARE_5;
import static coco.evidence.snp.Component.SPARE_6;
import static coco.evidence.snp.Component.SPARE_7;
import static coco.evidence.snp.Component.TEE;

import coco.evidence.Octets;
import coco.evidence.Product;
import coco.evidence.snp.SnpReport.Processor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** A line of AMD's processors: one root key, one layout of versions. */
public enum ProcessorLine {
    MILAN(Product.MILAN, 64),
    GENOA(Product.GENOA, 64),
    TURIN(Product.TURIN, 8);

    private static final List<Component> TO_GENOA =
            List.of(BOOTLOADER, TEE, SPARE_4, SPARE_5, SPARE_6, SPARE_7, SNP, MICROCODE);
    private static final List<Component> FROM_TURIN =
            List.of(FMC, BOOTLOADER, TEE, SNP, SPARE_5, SPARE_6, SPARE_7, MICROCODE);

    private final Product product;
    private final int chipIdSize;

    ProcessorLine(Product product, int chipIdSize) {
        this.product = product;
        this.chipIdSize = chipIdSize;
    }

    public Product product() {
        return product;
    }

    /** The name that AMD's certificates and key service use. */
    String word() {
        return product.word();
    }

    /** Bytes of a chip's id: the rest of a report's field is zero. */
    public int chipIdSize() {
        return chipIdSize;
    }

    /** What each of a TCB's eight bytes is the version of (56860, table TCB_VERSION). */
    public List<Component> layout() {
        return switch (this) {
            case MILAN, GENOA -> TO_GENOA;
            case TURIN -> FROM_TURIN;
        };
    }

    /** Versions by name, without the spare ones. */
    SequencedMap<String, Integer> components(Octets tcb) {
        var components = new LinkedHashMap<String, Integer>();
        for (var i = 0; i < layout().size(); i++) {
            if (!layout().get(i).isSpare()) components.put(layout().get(i).word(), tcb.at(i));
        }
        return components;
    }

    /** By the name that a certificate gives: {@code Genoa}, or with a stepping, {@code Milan-B0}. */
    static Optional<ProcessorLine> named(String name) {
        for (var line : values()) {
            if (name.equals(line.word()) || name.startsWith(line.word() + "-")) return Optional.of(line);
        }
        return Optional.empty();
    }

    static Optional<ProcessorLine> of(Processor processor) {
        var models = processor.model() >>> 4;
        return switch (processor.family()) {
            case 0x19 ->
                switch (models) {
                    case 0x0 -> Optional.of(MILAN);
                    case 0x1, 0xa -> Optional.of(GENOA);
                    default -> Optional.empty();
                };
            case 0x1a -> models <= 0x1 ? Optional.of(TURIN) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
