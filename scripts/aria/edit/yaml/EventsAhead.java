package aria.edit.yaml;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.yaml.snakeyaml.events.Event;

/**
 * The events of a large file, read by a thread of its own while another one builds values from them. Their order is
 * kept, and a failure is reported after the last event before it, as without the thread.
 */
final class EventsAhead implements AutoCloseable {
    private static final int BATCH = 1024;
    private static final int BATCHES = 8;

    /** Some events, and the failure after them, if any. */
    private record Batch(List<Event> events, RuntimeException failure, Error error) {}

    private final BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(BATCHES);
    private final Thread reader;
    private Batch batch = new Batch(List.of(), null, null);
    private int at;

    /** @param source gives the next event; asked by one thread only */
    EventsAhead(Supplier<Event> source) {
        reader = new Thread(() -> read(source), "yaml-events");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Supplier<Event> source) {
        try {
            for (Batch read = next(source); ; read = next(source)) {
                queue.put(read);
                if (read.failure() != null
                        || read.error() != null
                        || read.events().get(read.events().size() - 1).is(Event.ID.StreamEnd)) {
                    return;
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static Batch next(Supplier<Event> source) {
        List<Event> events = new ArrayList<>(BATCH);
        try {
            while (events.size() < BATCH) {
                Event event = source.get();
                events.add(event);
                if (event.is(Event.ID.StreamEnd)) {
                    break;
                }
            }
            return new Batch(events, null, null);
        } catch (RuntimeException failure) {
            return new Batch(events, failure, null);
        } catch (Error error) {
            return new Batch(events, null, error);
        }
    }

    /** The next event; throws what the reading of it failed with. */
    Event next() {
        while (at == batch.events().size()) {
            if (batch.failure() != null) {
                throw batch.failure();
            }
            if (batch.error() != null) {
                throw batch.error();
            }
            try {
                batch = queue.take();
                at = 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new InterruptedIOException("interrupted"));
            }
        }
        return batch.events().get(at++);
    }

    /** Ends the reading, also in the middle. */
    @Override
    public void close() {
        reader.interrupt();
    }
}
