package coco.conformance.evm;

import coco.evm.Hash;
import coco.evm.StateDiff;
import coco.evm.WorldView;

/** The state that a block is executed on, and that follows what it changes. */
interface BlockState extends WorldView {
    void apply(StateDiff diff);

    /** Of the state trie, after all that was applied. */
    Hash root();
}
