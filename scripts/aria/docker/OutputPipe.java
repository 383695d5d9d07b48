package aria.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Passes on the standard output of a command as it comes. It ends when its reader closes. */
final class OutputPipe extends ResultCallback.Adapter<Frame> {
    private final OutputStream out;

    OutputPipe(OutputStream out) {
        this.out = out;
    }

    @Override
    public void onNext(Frame frame) {
        if (frame.getStreamType() == StreamType.STDERR) {
            return;
        }
        try {
            out.write(frame.getPayload());
            out.flush();
        } catch (IOException closed) {
            onComplete();
        }
    }

    /**
     * The command's input. docker-java can't close one direction of the connection to the engine, so its end closes
     * both.
     */
    InputStream endingWith(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                // Read on a thread of docker-java's, which ends with a stack trace once the connection is closed.
                Thread.currentThread().setUncaughtExceptionHandler((thread, closed) -> {});
                int count = closedIsEnd(into, from, length);
                if (count < 0) {
                    OutputPipe.this.close();
                }
                return count;
            }

            private int closedIsEnd(byte[] into, int from, int length) {
                try {
                    return super.in.read(into, from, length);
                } catch (IOException closed) {
                    return -1;
                }
            }
        };
    }
}
