/** Store, ledger, governance, replica and the ports: the part that has to be right. */
@org.jspecify.annotations.NullMarked
module coco.kernel {
    requires static transitive org.jspecify;
    requires transitive coco.crypto;
    requires tools.jackson.databind;

    exports coco.governance;
    exports coco.ledger;
    exports coco.replica;
    exports coco.spi;
    exports coco.store;
}
