package coco.evm.trie;

import coco.evm.Hash;
import coco.evm.rlp.RlpWriter;
import java.util.List;

/** The trie of a list: the key of an item is the RLP of its index. Roots of transactions, receipts and withdrawals. */
public final class OrderedTrie {
    private OrderedTrie() {}

    /** @param items each in its canonical form, none empty */
    public static Hash root(List<byte[]> items) {
        var batch = new TrieBatch();
        for (var i = 0; i < items.size(); i++)
            batch.put(new RlpWriter(5).integer(i).toArray(), items.get(i));
        return Trie.EMPTY.update(batch).root();
    }
}
