package ai.matey.sample;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.spring.AutoConfigureFakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that send half, read nothing, or leave.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.gateway.read-timeout=500ms", "sample.gateway.request-timeout=1500ms",
				"server.netty.idle-timeout=500ms", "together.timeout.unread=10m" })
@AutoConfigureFakeTogether
@ExtendWith(OutputCaptureExtension.class)
class ConnectionTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final FakeTogether fake;

	private final int port;

	ConnectionTests(@Autowired FakeTogether fake, @LocalServerPort int port) {
		this.fake = fake;
		this.port = port;
	}

	@Test
	void halfRequestsAndIdleConnectionsAreClosed() throws Exception {
		for (String part : new String[] { "", "POST /v1/chat/comp", "POST /v1/chat/completions HTTP/1.1\r\nhost: loc",
				"POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
						+ "content-length: 1000\r\n\r\n{\"model\":" }) {
			try (RawConnection connection = new RawConnection(this.port)) {
				connection.send(part).readAll();
			}
		}
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void whoLeavesWhileUploadingIsNoFailureOfTheGateway(CapturedOutput output) throws Exception {
		Logger logger = (Logger) LoggerFactory.getLogger(GatewayErrorHandler.class);
		BlockingQueue<ILoggingEvent> lines = new LinkedBlockingQueue<>();
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				lines.add(event);
			}

		};
		appender.start();
		logger.addAppender(appender);
		logger.setLevel(Level.DEBUG);
		try (RawConnection connection = new RawConnection(this.port)) {
			connection.send("POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n"
					+ "content-type: application/json\r\ncontent-length: 1000\r\n\r\n{\"model\":");
			connection.reset();
			ILoggingEvent line = lines.poll(10, TimeUnit.SECONDS);
			assertThat(line).isNotNull();
			assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
		}
		finally {
			logger.setLevel(null);
			logger.detachAppender(appender);
		}
		assertThat(lines).isEmpty();
		assertThat(output).doesNotContain("ERROR", "The gateway failed");
	}

}
