/** The Ethereum ledger over the store and the EVM. */
@org.jspecify.annotations.NullMarked
module coco.ethereum {
    requires static transitive org.jspecify;
    requires transitive coco.evm;
    requires transitive coco.kernel;
    requires tools.jackson.databind;

    exports coco.ethereum;
    exports coco.ethereum.chain;
    exports coco.ethereum.replay;

    provides coco.spi.LedgerProtocol with
            coco.ethereum.EthereumProtocol;
}
