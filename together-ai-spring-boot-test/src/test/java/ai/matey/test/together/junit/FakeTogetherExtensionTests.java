package ai.matey.test.together.junit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server by annotation.
 */
@FakeTogetherTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FakeTogetherExtensionTests {

	private static int port;

	@Test
	@Order(1)
	void leavesAScriptBehind(FakeTogether fake) {
		fake.when((request) -> true).always(Reply.status(500));
		assertThat(status(fake, "any")).isEqualTo(500);
		port = fake.port();
	}

	@Test
	@Order(2)
	void findsTheSameServerWithoutIt(FakeTogether fake) {
		assertThat(fake.port()).isEqualTo(port);
		assertThat(fake.requests()).isEmpty();
		assertThat(status(fake, "any")).isEqualTo(200);
	}

	@Nested
	class InNestedClasses {

		@Test
		void too(FakeTogether fake) {
			assertThat(status(fake, "any")).isEqualTo(200);
		}

	}

	static int status(FakeTogether fake, String key) {
		try {
			return HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create(fake.baseUrl() + "/models"))
					.header("authorization", "Bearer " + key)
					.build(), BodyHandlers.discarding())
				.statusCode();
		}
		catch (IOException | InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
