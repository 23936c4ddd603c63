package ai.matey.springai;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.test.chat.client.advisor.AbstractToolCallingAdvisorIT;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.junit.FakeTogetherTest;

/**
 * Spring AI's own contract.
 */
@FakeTogetherTest
class ToolCallingAdvisorTests extends AbstractToolCallingAdvisorIT {

	@SuppressWarnings("NullAway.Init")
	private Rig rig;

	@BeforeEach
	void start(FakeTogether fake) {
		this.rig = Rig.on(fake);
		WeatherModel.play(fake);
	}

	@AfterEach
	void close() {
		this.rig.close();
	}

	@Override
	protected ChatModel getChatModel() {
		return this.rig.chatModel;
	}

}
