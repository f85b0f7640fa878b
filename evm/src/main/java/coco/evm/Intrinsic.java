package coco.evm;

import coco.evm.chain.IntrinsicGas;
import coco.evm.machine.StateGas;

/**
 * What a message costs before its first instruction runs.
 *
 * @param regular gas of all but new state
 * @param state gas of new state, if everything is new that may be (EIP-8037); zero before {@link Fork#AMSTERDAM}
 * @param floor gas that is paid at least (EIP-7623)
 */
record Intrinsic(long regular, long state, long floor) {
    static Intrinsic of(Fork fork, BlockContext block, Message message) {
        var creation = message.to() == null;
        var authorizations = message.authorizations().size();
        var perByte = StateGas.perByte(fork, block.gasLimit());
        return new Intrinsic(
                IntrinsicGas.of(fork, creation, message.data(), message.accessList(), authorizations),
                StateGas.price(perByte, IntrinsicGas.stateBytes(fork, creation, authorizations)),
                IntrinsicGas.floor(fork, message.data(), message.accessList()));
    }

    /** Of both kinds; no more than {@link Long#MAX_VALUE}. */
    long sum() {
        return regular > Long.MAX_VALUE - state ? Long.MAX_VALUE : regular + state;
    }
}
