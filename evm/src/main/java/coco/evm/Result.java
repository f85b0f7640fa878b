package coco.evm;

/** The answer to a transaction: executed, with what it changed, or refused without any effect. */
public sealed interface Result {
    record Executed(Outcome outcome, StateDiff diff) implements Result {}

    record Refused(Invalid reason) implements Result {}
}
