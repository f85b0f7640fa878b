/** Verifies evidence of trusted execution environments, offline, with nothing but the JDK. */
@org.jspecify.annotations.NullMarked
module coco.evidence {
    requires static transitive org.jspecify;

    exports coco.evidence;
    exports coco.evidence.azure;
    exports coco.evidence.cca;
    exports coco.evidence.chain;
    exports coco.evidence.dcap;
    exports coco.evidence.file;
    exports coco.evidence.nitro;
    exports coco.evidence.ratls;
    exports coco.evidence.snp;
    exports coco.evidence.software;
    exports coco.evidence.tpm;
    exports coco.evidence.uvm;
    exports coco.evidence.vbs;
}
