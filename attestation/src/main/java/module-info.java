/** What code runs, and how a node proves it. */
@org.jspecify.annotations.NullMarked
module coco.attestation {
    requires static transitive org.jspecify;
    requires transitive coco.crypto;

    exports coco.attestation;
}
