/** An Ethereum virtual machine and the execution rules around it; knows a view of state, nothing of Coco. */
@org.jspecify.annotations.NullMarked
module coco.evm {
    requires static transitive org.jspecify;
    requires org.bouncycastle.provider;
    requires secp256k1.kmp.jvm;

    exports coco.evm;
    exports coco.evm.chain;
    exports coco.evm.hash;
    exports coco.evm.precompile;
    exports coco.evm.rlp;
    exports coco.evm.trie;
}
