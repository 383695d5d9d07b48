package aria.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Collects the output of a container, up to a limit for each stream; the rest is dropped. */
final class OutputCollector extends ResultCallback.Adapter<Frame> {
    private final int most;
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final ByteArrayOutputStream both = new ByteArrayOutputStream();

    OutputCollector(int most) {
        this.most = most;
    }

    @Override
    public synchronized void onNext(Frame frame) {
        add(frame.getStreamType() == StreamType.STDERR ? stderr : stdout, frame.getPayload());
        add(both, frame.getPayload());
    }

    synchronized String stdout() {
        return stdout.toString(StandardCharsets.UTF_8);
    }

    synchronized String stderr() {
        return stderr.toString(StandardCharsets.UTF_8);
    }

    synchronized String inOrder() {
        return both.toString(StandardCharsets.UTF_8);
    }

    private void add(ByteArrayOutputStream stream, byte[] bytes) {
        stream.write(bytes, 0, Math.min(bytes.length, most - stream.size()));
    }
}
