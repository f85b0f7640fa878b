package coco.sim;

/**
 * How unkind a simulated log is beyond what the network does to it. Each number n means: once in n times; 0 means never.
 *
 * @param refuse an append is refused though the leader stays in office
 * @param refuseAfterAppend an append is refused although it entered the log
 * @param stepping the leader refuses everything for a while (a transfer of leadership that times out) and stays in office
 * @param overtaken a notice of lost office overtakes entries that were committed before it
 * @param unguarded the log takes a batch made for another term, or twice: the port forbids it, the replica must not depend on it
 * @param stubborn a leader that was asked to step down stays: the transfer of leadership times out
 */
record LogFaults(int refuse, int refuseAfterAppend, int stepping, int overtaken, int unguarded, int stubborn) {
    static final LogFaults NONE = new LogFaults(0, 0, 0, 0, 0, 0);
    static final LogFaults UNGUARDED = new LogFaults(0, 0, 0, 0, 1, 0);
}
