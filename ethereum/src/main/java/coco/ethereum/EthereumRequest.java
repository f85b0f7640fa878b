package coco.ethereum;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.evm.AccountState;
import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.Message;
import coco.evm.U256;
import coco.evm.chain.SenderRecovery;
import coco.evm.chain.Transaction;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;
import coco.spi.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the Ethereum ledger executes. The encoding is one byte for the kind and the rest by kind. */
public sealed interface EthereumRequest extends Request {
    /**
     * A signed transaction whose sender is found already.
     *
     * @param raw its canonical form (EIP-2718), without blobs
     * @param imported whether it may be of type 3 without its blobs: on a network for tests only
     */
    record RawTransaction(Bytes raw, Hash hash, Transaction transaction, Message message, boolean imported)
            implements EthereumRequest {
        /** Decodes, hashes and finds the signers: the costly part, for the gateway's threads. */
        public static RawTransaction of(Bytes raw, boolean imported) throws MalformedException {
            try {
                return of(raw, Transaction.decode(raw.unsafeArray()), imported);
            } catch (RlpException e) {
                throw new MalformedException("rlp: " + e.getMessage(), e);
            }
        }

        private static RawTransaction of(Bytes raw, Transaction transaction, boolean imported)
                throws MalformedException {
            var recovery = SenderRecovery.best();
            var sender = transaction.sender(recovery);
            if (sender == null) throw new MalformedException("invalid sender");
            var hash = Hash.unsafeWrap(coco.evm.hash.Keccak256.hash(raw.unsafeArray()));
            return new RawTransaction(raw, hash, transaction, Message.of(transaction, sender, recovery), imported);
        }

        public Address sender() {
            return message.sender();
        }

        @Override
        public Bytes encode() {
            return tagged(imported ? IMPORT : RAW, raw.unsafeArray());
        }
    }

    /** Ends the open block if it is due, or makes an empty one if that is: anybody may ask. */
    record EndBlock() implements EthereumRequest {
        @Override
        public Bytes encode() {
            return Bytes.of(END_BLOCK);
        }
    }

    /** Puts accounts over the state, on a network for tests only. */
    record ReplayState(List<Overlay> accounts) implements EthereumRequest {
        public ReplayState {
            accounts = List.copyOf(accounts);
        }

        @Override
        public Bytes encode() {
            var writer = new RlpWriter(4096).begin();
            for (var account : accounts) account.write(writer);
            return tagged(REPLAY_STATE, writer.end().toArray());
        }
    }

    /**
     * Takes accounts out of the state that replays have brought into it, so that the next one finds nothing of them; a bounded number at
     * a time. The reply is how many are left (u64).
     */
    record ReplayForget() implements EthereumRequest {
        @Override
        public Bytes encode() {
            return Bytes.of(REPLAY_FORGET);
        }
    }

    /** Opens a block that stands in for another chain's; the transactions that follow are executed as if in that one. */
    record ReplayBegin(ReplayContext context) implements EthereumRequest {
        @Override
        public Bytes encode() {
            var writer = new RlpWriter(256);
            context.write(writer);
            return tagged(REPLAY_BEGIN, writer.toArray());
        }
    }

    /** Ends it; the reply is a {@link ReplayResult}. */
    record ReplayEnd() implements EthereumRequest {
        @Override
        public Bytes encode() {
            return Bytes.of(REPLAY_END);
        }
    }

    /**
     * An account as it shall be.
     *
     * @param fresh whether the account and its storage are replaced; otherwise the slots are added to it and the rest stays
     * @param code null where it is known to the ledger already
     * @param slots zero removes one
     */
    @SuppressWarnings("ArrayRecordComponent") // code is read in place
    record Overlay(
            Address address,
            boolean fresh,
            AccountState state,
            byte @Nullable [] code,
            NavigableMap<U256, U256> slots) {
        public Overlay {
            slots = Collections.unmodifiableNavigableMap(new TreeMap<>(slots));
        }

        /** The same account with these slots. */
        public Overlay withSlots(NavigableMap<U256, U256> other) {
            return new Overlay(address, fresh, state, code, other);
        }

        void write(RlpWriter writer) {
            writer.begin().address(address).integer(fresh ? 1 : 0).integer(state.nonce());
            writer.integer(state.balance()).hash(state.codeHash());
            writer.bytes(code == null ? new byte[0] : code).begin();
            slots.forEach((slot, value) -> writer.integer(slot).integer(value));
            writer.end().end();
        }

        static Overlay read(RlpReader reader) throws RlpException {
            var list = reader.list();
            var address = list.address();
            var fresh = list.nonNegativeLong() == 1;
            var state = new AccountState(list.unsignedLong(), list.u256(), list.hash());
            var code = list.bytes();
            var slots = new TreeMap<U256, U256>();
            var pairs = list.list();
            while (pairs.hasNext()) slots.put(pairs.u256(), pairs.u256());
            list.finish();
            return new Overlay(address, fresh, state, code.length == 0 ? null : code, slots);
        }
    }

    byte RAW = 1;
    byte IMPORT = 2;
    byte END_BLOCK = 3;
    byte REPLAY_STATE = 4;
    byte REPLAY_BEGIN = 5;
    byte REPLAY_END = 6;
    byte REPLAY_FORGET = 7;

    /** Reads what {@link Request#encode} wrote. */
    static EthereumRequest decode(Bytes body) throws MalformedException {
        if (body.isEmpty()) throw new MalformedException("an empty request");
        var rest = body.slice(1, body.size());
        try {
            return switch (body.at(0)) {
                case RAW -> RawTransaction.of(rest, false);
                case IMPORT -> RawTransaction.of(rest, true);
                case END_BLOCK -> empty(rest, new EndBlock());
                case REPLAY_STATE -> new ReplayState(overlays(RlpReader.of(rest.unsafeArray())));
                case REPLAY_BEGIN -> begin(RlpReader.of(rest.unsafeArray()));
                case REPLAY_END -> empty(rest, new ReplayEnd());
                case REPLAY_FORGET -> empty(rest, new ReplayForget());
                default -> throw new MalformedException("unknown kind of request: " + body.at(0));
            };
        } catch (RlpException e) {
            throw new MalformedException("rlp: " + e.getMessage(), e);
        }
    }

    private static EthereumRequest empty(Bytes rest, EthereumRequest request) throws MalformedException {
        if (!rest.isEmpty()) throw new MalformedException("bytes after the request");
        return request;
    }

    private static List<Overlay> overlays(RlpReader reader) throws RlpException {
        var accounts = new ArrayList<Overlay>();
        var list = reader.list();
        while (list.hasNext()) accounts.add(Overlay.read(list));
        reader.finish();
        return accounts;
    }

    private static ReplayBegin begin(RlpReader reader) throws RlpException {
        var context = ReplayContext.read(reader);
        reader.finish();
        return new ReplayBegin(context);
    }

    private static Bytes tagged(byte kind, byte[] body) {
        var bytes = new byte[1 + body.length];
        bytes[0] = kind;
        System.arraycopy(body, 0, bytes, 1, body.length);
        return Bytes.unsafeWrap(bytes);
    }
}
