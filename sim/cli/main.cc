// The program. The one place that knows both the command line and the window.
#include "cli/program.h"

int main(int argc, char** argv) {
    highwater::cli::Window window;
    return highwater::cli::run_program(argc, argv, window);
}
