package io.bellbird.app;

import io.bellbird.app.cli.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellbird console}: where the console of a running broker is. */
@Command(
        name = "console",
        description = {
            "Says where the console of a running broker is, or opens it in a browser.",
            "The console is a page with all that the broker is doing; its REST interface is at the same address."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:said, or opened",
            "1:no broker was found, it does not answer, or there is no browser",
            "2:the command line is wrong",
            "3:the configuration is wrong"
        })
final class ConsoleCommand implements Callable<Integer> {
    private static final Pattern CODE = Pattern.compile("\"code\":\"([A-Za-z0-9_-]+)\"");

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningBroker broker = new RunningBroker();

    @Option(
            names = "--open",
            description = "Opens it in a browser, logged in with all rights. The address that the browser gets counts"
                    + " once, and for a minute.")
    private boolean open;

    @Option(
            names = "--login",
            description = "Says the address with which a browser is logged in; it counts once, and for a minute.")
    private boolean login;

    @Override
    public Integer call() throws InterruptedException {
        return broker.ask(this::ask, spec.commandLine().getErr());
    }

    private void ask(AdminClient admin) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        admin.ask("GET", "/api/me");
        String address = admin.address() + "/";
        if (!open && !login) {
            out.println(address);
        } else {
            String loggedIn = address + "#/login?code=" + code(admin.ask("POST", "/api/login-codes"));
            if (login) {
                out.println(loggedIn);
            }
            if (open) {
                if (!Browser.open(loggedIn)) {
                    throw new IOException("no browser was found: open the address in one that"
                            + " 'bellbird console --login' says; it counts once, and for a minute");
                }
                out.println("the console is open in a browser: " + address);
            }
        }
        out.flush();
    }

    private static String code(String answer) throws IOException {
        Matcher found = CODE.matcher(answer);
        if (!found.find()) {
            throw new IOException("the broker did not give a code to log in with");
        }
        return found.group(1);
    }
}
