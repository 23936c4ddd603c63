package ai.matey.sample;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Only programs on the same machine reach the sample, unless its user wants otherwise.
 */
@GatewayTest
class ListeningTests {

	private final int port;

	ListeningTests(@LocalServerPort int port) {
		this.port = port;
	}

	@Test
	void isReachedByTheLoopbackAddressOnly() throws Exception {
		connect(InetAddress.getByName("127.0.0.1"));
		assertThatIOException().isThrownBy(() -> connect(InetAddress.getByName("127.0.0.2")));
		List<InetAddress> others = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> !address.isLoopbackAddress())
			// Those need a zone
			.filter((address) -> !(address instanceof Inet6Address && address.isLinkLocalAddress()))
			.toList();
		assertThat(others).allSatisfy((address) -> assertThatIOException().isThrownBy(() -> connect(address)));
	}

	private void connect(InetAddress address) throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(address, this.port), 2000);
		}
	}

}
