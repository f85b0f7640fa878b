/** What code runs, and how a node proves it. */
@org.jspecify.annotations.NullMarked
module coco.attestation {
    requires static transitive org.jspecify;
    requires transitive coco.crypto;
    requires transitive coco.evidence;

    exports coco.attestation;
    exports coco.attestation.attester;
    exports coco.attestation.tpm;
}
