package ai.matey.sample;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The page in a headless Chromium, as a user sees it. Nothing is waited for longer than
 * ten seconds.
 */
final class Browser implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final ChromeDriver driver;

	private final WebDriverWait wait;

	Browser() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(executable("chromium"));
		// Without a sandbox, since builds often run as root, and with our own pages only
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
				"--window-size=1280,900", "--lang=en");
		options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
		this.driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(executable("chromedriver"))
					.usingAnyFreePort()
					.build(),
				options);
		this.wait = new WebDriverWait(this.driver, TIMEOUT, Duration.ofMillis(20));
	}

	/**
	 * Whether both programs are on the path: nothing is downloaded.
	 */
	static boolean isInstalled() {
		return program("chromium") != null && program("chromedriver") != null;
	}

	private static File executable(String name) {
		return Objects.requireNonNull(program(name), name);
	}

	private static @Nullable File program(String name) {
		return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable)
			.map(Path::toFile)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Opens the page anew, with nothing kept from before.
	 */
	Browser open(int port) {
		String address = "http://localhost:" + port + "/";
		this.driver.get(address);
		script("localStorage.clear(); sessionStorage.clear()");
		errors();
		this.driver.get(address);
		await("#model:enabled");
		return this;
	}

	void reload() {
		this.driver.navigate().refresh();
		await("#model:enabled");
	}

	/**
	 * Runs a script before those of each page that is opened from now on.
	 * @return what ends that
	 */
	Runnable beforeEachPage(String script) {
		Map<String, Object> added = this.driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument",
				Map.of("source", script));
		return () -> this.driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", added);
	}

	void ask(String text) {
		find("#prompt").sendKeys(text, Keys.ENTER);
	}

	void choose(String select, String value) {
		find("#" + select + " option[value='" + value + "']").click();
	}

	void click(String selector) {
		await(selector);
		find(selector).click();
	}

	void clickText(String selector, String text) {
		until(() -> all(selector).stream().filter((element) -> text.equals(element.getText())).findFirst().orElse(null))
			.click();
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	List<WebElement> all(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	/**
	 * Waits until something that is shown matches.
	 */
	WebElement await(String selector) {
		return until(() -> all(selector).stream().filter(WebElement::isDisplayed).findFirst().orElse(null));
	}

	void awaitText(String selector, String text) {
		until(() -> text(selector).contains(text) ? Boolean.TRUE : null);
	}

	/**
	 * Waits until the last response is complete.
	 */
	void awaitResponse() {
		await(".message.assistant:last-child:not(.busy)");
	}

	<T> T until(Supplier<@Nullable T> condition) {
		return Objects.requireNonNull(
				this.wait.ignoring(StaleElementReferenceException.class).until((driver) -> condition.get()));
	}

	/**
	 * The text of all that matches, as it stands in the document.
	 */
	String text(String selector) {
		return String.valueOf(script(
				"return [...document.querySelectorAll(arguments[0])].map(e => e.textContent).join('\\n')", selector));
	}

	@Nullable Object script(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	/**
	 * Shows the page on a screen of the given size, which may be smaller than windows can
	 * be.
	 * @return what ends that
	 */
	Runnable screen(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", true));
		return () -> this.driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
	}

	/**
	 * Presses keys wherever the focus is.
	 */
	void press(CharSequence... keys) {
		this.driver.switchTo().activeElement().sendKeys(keys);
	}

	/**
	 * Errors and violations of the content security policy since the last call.
	 */
	List<String> errors() {
		return this.driver.manage()
			.logs()
			.get("browser")
			.getAll()
			.stream()
			.filter((entry) -> !entry.getMessage().contains("getImageData"))
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map((entry) -> entry.getLevel() + " " + entry.getMessage())
			.toList();
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
