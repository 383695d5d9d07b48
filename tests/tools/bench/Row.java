package tools.bench;

import java.util.List;
import java.util.Optional;

/**
 * One line of the table.
 *
 * @param what  what was done
 * @param ours  this program's time
 * @param count how many things that were, when a rate is of interest
 * @param peers the same done by others, in the same run on the same machine
 */
public record Row(String what, Sample ours, Optional<Integer> count, List<Peer> peers) {
    /**
     * Another program's time for the same work.
     *
     * @param name  the program
     * @param times how often its time goes into that for the whole of the work: it may have done a part of it
     */
    public record Peer(String name, Sample sample, double times) {
        /** What the whole of the work takes it. */
        public double seconds() {
            return sample.median() * times;
        }
    }

    /** How many times a peer's time this program takes; below 1 it is the faster. */
    public double ratio(Peer peer) {
        return ours.median() / peer.seconds();
    }
}
