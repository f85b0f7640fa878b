package coco.spi;

import coco.crypto.Bytes;

/**
 * What a ledger protocol is asked to execute, already decoded by the gateway that admitted it. It is immutable; {@link #encode} is
 * the form in which it is forwarded to the leader, {@link LedgerProtocol#decode} reads it there.
 */
public interface Request {
    Bytes encode();
}
