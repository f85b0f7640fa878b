package coco.ethereum.block;

import coco.ethereum.ReplayContext;
import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.OpenBlock;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.U256;
import coco.spi.LedgerProtocol;
import java.util.random.RandomGenerator;

/** Decides what the next block looks like before it has any transaction. */
public final class BlockOpener {
    private final RandomGenerator entropy;

    /** @param entropy of the node, for PREVRANDAO (EIP-4399) */
    public BlockOpener(RandomGenerator entropy) {
        this.entropy = entropy;
    }

    OpenBlock next(LedgerProtocol.Place place, Chain chain) {
        var parent = chain.headBlock();
        var header = parent.header();
        var rules = chain.rules();
        var least = header.timestamp() + (rules.settings().increasingTime() ? 1 : 0);
        var timestamp = Math.max(place.ledgerTimeMillis() / 1000, least);
        var config = rules.at(header.number() + 1, timestamp);
        var random = new byte[Hash.SIZE];
        entropy.nextBytes(random);
        return new OpenBlock(
                header.number() + 1,
                timestamp,
                place.ledgerTimeMillis(),
                parent.hash(),
                config.fork().isAtLeast(Fork.PARIS) ? Hash.unsafeWrap(random) : Hash.ZERO,
                header.gasLimit(),
                config.fork().isAtLeast(Fork.LONDON) ? baseFee(chain) : U256.ZERO,
                Fees.excessBlobGas(
                        header.excessBlobGas(),
                        header.blobGasUsed(),
                        header.baseFeePerGas(),
                        config.fork(),
                        config.blobs()),
                header.stateRoot(),
                null);
    }

    private static U256 baseFee(Chain chain) {
        var parent = chain.headBlock().header();
        if (chain.rules().settings().marketBaseFee()) return Fees.marketBaseFee(parent);
        var fee = parent.baseFeePerGas();
        return fee == null ? U256.ZERO : fee;
    }

    /** The block with another's look. */
    OpenBlock replaying(OpenBlock open, ReplayContext context) {
        return new OpenBlock(
                open.number(),
                open.timestamp(),
                open.openedMillis(),
                open.parentHash(),
                open.prevRandao(),
                context.gasLimit(),
                open.baseFee(),
                open.excessBlobGas(),
                open.stateRoot(),
                context);
    }
}
