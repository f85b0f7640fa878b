package coco.evm.chain;

import coco.evm.Address;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;

/**
 * Money that comes from the consensus layer (EIP-4895).
 *
 * @param index unsigned, as are the other numbers
 * @param amountGwei in 10^9 wei
 */
public record Withdrawal(long index, long validatorIndex, Address address, long amountGwei) {
    public byte[] encode() {
        var writer = new RlpWriter(64);
        write(writer);
        return writer.toArray();
    }

    void write(RlpWriter writer) {
        writer.begin()
                .integer(index)
                .integer(validatorIndex)
                .address(address)
                .integer(amountGwei)
                .end();
    }

    static Withdrawal read(RlpReader reader) throws RlpException {
        var list = reader.list();
        var withdrawal = new Withdrawal(list.unsignedLong(), list.unsignedLong(), list.address(), list.unsignedLong());
        list.finish();
        return withdrawal;
    }
}
