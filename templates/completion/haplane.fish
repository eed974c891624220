# fish completion for haplane. It asks the program itself; fish completes files, too.

function __haplane_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l word (commandline -ct)
    set -l line (string join ' ' -- haplane $words[2..-1])
    for found in ($words[1] "[suggest:"(string length -- $line)"]" $line 2>/dev/null)
        if not string match -q -- '-*' $found; or string match -q -- '-*' $word
            echo $found
        end
    end
end

complete -c haplane -a '(__haplane_complete)'
