package coco.ethereum.chain;

import coco.evm.U256;
import java.util.Map;

/** An account of the genesis; {@code code} is only read, zeros are not among the slots. */
@SuppressWarnings("ArrayRecordComponent") // code is read in place; accounts are not compared
public record GenesisAccount(long nonce, U256 balance, byte[] code, Map<U256, U256> storage) {
    static GenesisAccount read(Fields fields) throws GenesisException {
        fields.ignore("secretKey");
        var code = fields.bytes("code");
        var account = new GenesisAccount(
                fields.longValue("nonce", 0),
                fields.u256("balance", U256.ZERO),
                code == null ? new byte[0] : code,
                storage(fields));
        fields.finish();
        return account;
    }

    private static Map<U256, U256> storage(Fields fields) throws GenesisException {
        var slots = fields.object("storage");
        var storage = new java.util.TreeMap<U256, U256>();
        if (slots == null) return storage;
        for (var name : slots.names()) {
            var key = Fields.hex("a slot", name);
            var value = slots.bytes(name);
            if (key.length > 32 || value == null || value.length > 32)
                throw slots.wrong(name, "is no slot of 32 bytes");
            var word = U256.ofBytes(value);
            if (!word.isZero() && storage.put(U256.ofBytes(key), word) != null)
                throw slots.wrong(name, "is given twice");
        }
        return storage;
    }
}
