package coco.ethereum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ethereum.ledger.Chain;
import coco.evm.Address;
import coco.ledger.Seqno;
import coco.ledger.View;
import coco.spi.Caller;
import coco.spi.LedgerProtocol;
import coco.spi.Outcome;
import coco.store.Tx;
import coco.store.Version;
import java.util.Objects;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ProtocolTest {
    private static final Address SINK = Address.ofNumber(0x5151);
    private static final int WRITE_BYTES_MAX = 1 << 20;

    private final EthereumProtocol protocol = new EthereumProtocol();
    private Version version = Version.EMPTY.with(1, RpcTest.genesis("").writes());

    private LedgerProtocol.Run begin(long time) {
        return protocol.begin(new LedgerProtocol.Place(new View(2), new Seqno(2), time));
    }

    private static EthereumRequest.RawTransaction transfer(long nonce) throws MalformedException {
        var transaction = Rpc.transfer(Rpc.account(1), nonce, SINK, 1);
        return EthereumRequest.RawTransaction.of(Bytes.unsafeWrap(transaction.encode()), false);
    }

    private Outcome execute(LedgerProtocol.Run run, EthereumRequest request) {
        var tx = new Tx(version, WRITE_BYTES_MAX);
        var outcome = run.execute(new Caller.Anonymous(), request, tx);
        if (outcome instanceof Outcome.Done) version = version.with(2, tx.writes());
        return outcome;
    }

    private void end(LedgerProtocol.Run run) {
        var tx = new Tx(version, WRITE_BYTES_MAX);
        run.end(tx);
        version = version.with(3, tx.writes());
    }

    @Test
    void theServiceLoaderFindsIt() {
        assertTrue(ServiceLoader.load(LedgerProtocol.class).stream()
                .anyMatch(provider -> provider.type() == EthereumProtocol.class));
    }

    @Test
    void theClaimIsOfTheReceiptInTheBlock() throws MalformedException {
        var request = transfer(0);
        var run = begin(1_763_000_000_000L);
        var done = assertInstanceOf(Outcome.Done.class, execute(run, request));
        end(run);
        var chain = Chain.of(version);
        var receipt = Objects.requireNonNull(chain.receipt(1, 0)).receipt().encode();
        var claim = new TransactionClaim(
                chain.rules().chainId(), request.hash(), 1, 0, true, 21_000, Bytes.unsafeWrap(receipt));
        assertEquals(claim.digest(), done.claims());
        assertEquals(new TransactionReply(1, 0, true), TransactionReply.decode(done.reply()));
        var other = new TransactionClaim(
                chain.rules().chainId(), request.hash(), 1, 1, true, 21_000, Bytes.unsafeWrap(receipt));
        assertNotEquals(other.digest(), done.claims());
    }

    @Test
    void aNonceTooHighMayComeAgain() throws MalformedException {
        var run = begin(1_763_000_000_000L);
        var refused = assertInstanceOf(Outcome.Refused.class, execute(run, transfer(1)));
        assertEquals(503, refused.rejection().status());
        assertEquals("NonceTooHigh", refused.rejection().code());
        assertInstanceOf(Outcome.Done.class, execute(run, transfer(0)));
        assertInstanceOf(Outcome.Done.class, execute(run, transfer(1)));
        end(run);
        assertEquals(2, Objects.requireNonNull(Chain.of(version).block(1)).transactions());
    }

    @Test
    void aBatchWithoutTransactionsMakesNoBlock() throws MalformedException {
        var run = begin(1_763_000_000_000L);
        execute(run, transfer(7));
        var tx = new Tx(version, WRITE_BYTES_MAX);
        run.end(tx);
        assertTrue(tx.writes().isEmpty());
    }

    @Test
    void whatOthersDropIsNotRemembered() throws MalformedException {
        var run = begin(1_763_000_000_000L);
        var dropped = new Tx(version, WRITE_BYTES_MAX);
        assertInstanceOf(Outcome.Done.class, run.execute(new Caller.Anonymous(), transfer(0), dropped));
        assertInstanceOf(Outcome.Done.class, execute(run, transfer(0)));
        end(run);
        assertEquals(1, Objects.requireNonNull(Chain.of(version).block(1)).transactions());
        coco.ethereum.block.StateRootsCheck.assertRootIsTheTables(version);
    }

    @Test
    void timestampsNeverFall() throws MalformedException {
        var run = begin(1_763_000_005_000L);
        execute(run, transfer(0));
        end(run);
        run = begin(1_763_000_001_000L);
        execute(run, transfer(1));
        end(run);
        var chain = Chain.of(version);
        assertEquals(
                1_763_000_005L, Objects.requireNonNull(chain.block(2)).header().timestamp());
    }

    @Test
    void requestsReadWhatTheyWrote() throws MalformedException {
        var request = transfer(3);
        assertEquals(
                request.hash(),
                assertInstanceOf(EthereumRequest.RawTransaction.class, protocol.decode(request.encode()))
                        .hash());
        assertEquals(new EthereumRequest.EndBlock(), protocol.decode(new EthereumRequest.EndBlock().encode()));
        assertEquals(new EthereumRequest.ReplayForget(), protocol.decode(new EthereumRequest.ReplayForget().encode()));
        assertEquals(new EthereumRequest.ReplayEnd(), protocol.decode(new EthereumRequest.ReplayEnd().encode()));
    }

    @Test
    void anyBytesAreARequestOrARefusal() throws MalformedException {
        var random = new Random(7);
        var valid = transfer(0).encode().toArray();
        for (var i = 0; i < 2000; i++) {
            var bytes = valid.clone();
            if (i % 2 == 0) random.nextBytes(bytes);
            else bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            bytes[0] = (byte) random.nextInt(8);
            try {
                var request = protocol.decode(Bytes.of(bytes));
                assertArrayEquals(bytes, request.encode().toArray());
            } catch (MalformedException e) {
                assertTrue(e.getMessage() != null);
            }
        }
    }

    @Test
    void replaysNeedADevelopmentNetwork() {
        var refused = assertInstanceOf(
                Outcome.Refused.class,
                execute(begin(1_763_000_000_000L), new EthereumRequest.ReplayState(java.util.List.of())));
        assertEquals("NotADevelopmentNetwork", refused.rejection().code());
    }
}
