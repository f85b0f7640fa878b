package coco.evidence;

import java.util.Optional;

/**
 * A product whose vendor gives the versions of its parts without grading them, so that a policy says which are high enough:
 * {@link Policy.Level#minimumComponents}.
 */
public enum Product {
    /** AMD's processors, by the names that AMD's certificates use. */
    MILAN("Milan"),
    /** Stands for Bergamo and Siena, too. */
    GENOA("Genoa"),
    TURIN("Turin"),
    /** What protects enclaves in Windows: its hypervisor and secure kernel. */
    WINDOWS_VBS("windows-vbs");

    private final String word;

    Product(String word) {
        this.word = word;
    }

    /** The product as policies and verdicts write it. */
    public String word() {
        return word;
    }

    public static Optional<Product> of(String word) {
        for (var product : values()) {
            if (product.word.equals(word)) return Optional.of(product);
        }
        return Optional.empty();
    }
}
