package ai.matey.test.together.junit;

import ai.matey.test.together.FakeTogether;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A server by field.
 */
class RegisteredExtensionTests {

	@RegisterExtension
	static final FakeTogetherExtension FAKE = FakeTogetherExtension.of(FakeTogether.builder().apiKey("secret"));

	@RegisterExtension
	final FakeTogetherExtension perTest = new FakeTogetherExtension();

	@Test
	void serversAreSetUpAsTheirBuildersSay() {
		assertThat(FakeTogetherExtensionTests.status(FAKE.server(), "secret")).isEqualTo(200);
		assertThat(FakeTogetherExtensionTests.status(FAKE.server(), "any")).isEqualTo(401);
		assertThat(FakeTogetherExtensionTests.status(this.perTest.server(), "any")).isEqualTo(200);
	}

	@Test
	void noServerBeforeTheTests() {
		assertThatIllegalStateException().isThrownBy(() -> new FakeTogetherExtension().server());
	}

}
