/** The smallest ledger protocol: named records, and the example for those who write another. */
@org.jspecify.annotations.NullMarked
module coco.records {
    requires static transitive org.jspecify;
    requires transitive coco.kernel;
    requires tools.jackson.databind;

    exports coco.records;

    provides coco.spi.LedgerProtocol with
            coco.records.Records;
}
