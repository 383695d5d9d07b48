package aria.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** As much of a NATS client as it takes to log in and to send oneself a message. */
final class NatsClient {
    private static final int PATIENCE = 5000;

    private NatsClient() {}

    /**
     * What a subscriber of a subject gets when it publishes to it.
     *
     * @param context what the client presents and trusts; null for plaintext
     */
    static String echo(int port, SSLContext context, String user, String password, String message) throws IOException {
        try (Socket socket = open(port, context)) {
            socket.getOutputStream()
                    .write(
                            ("CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"java\",\"version\":\"1\",\"protocol\":0,\"user\":\""
                                            + user + "\",\"pass\":\"" + password + "\"}\r\nSUB test 1\r\nPUB test "
                                            + message.length() + "\r\n" + message + "\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines = reader(socket);
            String line = lines.readLine();
            while (line != null && !line.startsWith("MSG") && !line.startsWith("-ERR")) {
                line = lines.readLine();
            }
            return line != null && line.startsWith("MSG") ? lines.readLine() : String.valueOf(line);
        }
    }

    /** The certificate that the server shows. */
    static X509Certificate served(int port, SSLContext context) throws IOException {
        try (SSLSocket socket = (SSLSocket) open(port, context)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static Socket open(int port, SSLContext context) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE);
        if (context == null) {
            return socket;
        }
        // INFO is read byte by byte, for what follows is no text.
        for (int next = socket.getInputStream().read();
                next != '\n';
                next = socket.getInputStream().read()) {
            if (next < 0) {
                throw new IOException("closed without a greeting");
            }
        }
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", port, true);
        secured.startHandshake();
        return secured;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }
}
