/*
    Web shells: a page on a server that runs what a visitor sends.
    Patterns are regular expressions, so that no rule matches its own text.
*/

rule webshell_php_runs_request
{
    meta:
        author = "Truyvet"
        description = "PHP that runs code or commands taken from the request"
        description_vi = "Mã PHP chạy lệnh lấy từ yêu cầu gửi đến: cửa hậu trên máy chủ web"
        severity = "high"
        date = "2026-11-22"
    strings:
        $php = /<\?(php|=)/ nocase
        $code = /\b(eval|assert|create_function)\s{0,8}\(\s{0,8}(@|stripslashes\s{0,4}\(|base64_decode\s{0,4}\(|gzinflate\s{0,4}\(|urldecode\s{0,4}\(|\s){0,4}\$_(POST|GET|REQUEST|COOKIE|SERVER)\s{0,4}[\[{]/ nocase
        $command = /\b(system|passthru|shell_exec|exec|popen|proc_open)\s{0,8}\(\s{0,8}(@|base64_decode\s{0,4}\(|urldecode\s{0,4}\(|\s){0,4}\$_(POST|GET|REQUEST|COOKIE)\s{0,4}[\[{]/ nocase
        $backtick = /`\s{0,4}\{?\$_(POST|GET|REQUEST|COOKIE)\s{0,4}[\[{][^`\n]{1,60}`/ nocase
        $callback = /\b(array_map|call_user_func|usort|register_shutdown_function|preg_replace_callback)\s{0,8}\(\s{0,8}\$_(POST|GET|REQUEST|COOKIE)\s{0,4}[\[{]/ nocase
        $variable = /\$_(POST|GET|REQUEST|COOKIE)\s{0,4}\[[^\]\n]{1,40}\]\s{0,4}\(\s{0,4}@?\$_(POST|GET|REQUEST|COOKIE)/ nocase
    condition:
        filesize < 2MB and $php and any of ($code, $command, $backtick, $callback, $variable)
}

rule webshell_php_packed
{
    meta:
        author = "Truyvet"
        description = "PHP that unpacks a long hidden text and runs it"
        description_vi = "Mã PHP giải nén đoạn mã giấu rồi chạy"
        severity = "medium"
        date = "2026-11-22"
    strings:
        $php = /<\?(php|=)/ nocase
        $packed = /\b(eval|assert)\s{0,8}\(\s{0,8}@?(gzinflate|gzuncompress|gzdecode|str_rot13|base64_decode|strrev)\s{0,4}\(\s{0,4}((gzinflate|gzuncompress|gzdecode|str_rot13|base64_decode|strrev)\s{0,4}\(\s{0,4}){0,5}['"][A-Za-z0-9+\/=\\]{200}/ nocase
        $plain = /\beval\s{0,4}\(\s{0,4}["']\?>["']\s{0,4}\.\s{0,4}@?(gzinflate|gzuncompress|gzdecode|str_rot13|base64_decode|strrev)\s{0,4}\(/ nocase
    condition:
        filesize < 4MB and $php and any of ($packed, $plain)
}

rule webshell_php_known_name
{
    meta:
        author = "Truyvet"
        description = "PHP with the name and the tools of a web shell that is passed around"
        description_vi = "Mã PHP mang tên một web shell phổ biến kèm công cụ của nó"
        severity = "high"
        date = "2026-11-22"
    strings:
        $php = /<\?(php|=)/ nocase
        $name = /\b(b374k|c99shell|c99madshell|r57shell|WSO [0-9]\.[0-9]|FilesMan|IndoXploit|AnonymousFox|ALFA TEaM|Mini ?Shell|p0wny|weevely|K2ll33d|marijuana ?shell)/ nocase
        $tool1 = /\b(shell_exec|passthru|proc_open|popen|system)\s{0,4}\(/ nocase
        $tool2 = /\bmove_uploaded_file\s{0,4}\(/ nocase
        $tool3 = /\b(posix_getpwuid|php_uname|disk_total_space|fileperms)\s{0,4}\(/ nocase
        $tool4 = /\b(chmod|symlink|unlink)\s{0,4}\(/ nocase
    condition:
        filesize < 4MB and $php and $name and 2 of ($tool*)
}

rule webshell_jsp_runs_request
{
    meta:
        author = "Truyvet"
        description = "JSP that runs commands or loads classes taken from the request"
        description_vi = "Mã JSP chạy lệnh hoặc nạp lớp lấy từ yêu cầu gửi đến"
        severity = "high"
        date = "2026-11-22"
    strings:
        $jsp = /<%[@!= \r\n]/
        $exec = /getRuntime\s{0,4}\(\s{0,4}\)\s{0,4}\.\s{0,4}exec\s{0,4}\(/
        $builder = /new\s{1,4}ProcessBuilder\s{0,4}\(/
        $load = /\b(defineClass|newInstance)\s{0,4}\(/
        $cipher = /Cipher\s{0,4}\.\s{0,4}getInstance\s{0,4}\(\s{0,4}"AES/
        $input = /\brequest\s{0,4}\.\s{0,4}(getParameter|getHeader|getReader|getInputStream)\s{0,4}\(/
    condition:
        filesize < 2MB and $jsp and $input and ($exec or $builder or ($load and $cipher))
}

rule webshell_asp_runs_request
{
    meta:
        author = "Truyvet"
        description = "ASP or ASP.NET that runs code or commands taken from the request"
        description_vi = "Mã ASP/ASP.NET chạy lệnh lấy từ yêu cầu gửi đến"
        severity = "high"
        date = "2026-11-22"
    strings:
        $asp = /<%[@!= \r\na-z]|<script[^>\n]{0,80}runat/ nocase
        $eval = /\b(eval|execute|executeglobal)\s{0,4}\(?\s{0,4}\(?\s{0,4}request(\.(item|form|querystring))?\s{0,4}[\(\[]/ nocase
        $unsafe = /\beval\s{0,4}\([^\n]{1,200},\s{0,4}["']unsafe["']\s{0,4}\)/ nocase
        $input = /\brequest(\.(item|form|querystring|params|headers))?\s{0,4}[\(\[]/ nocase
        $shell = /\bcreateobject\s{0,4}\(\s{0,4}["']wscript\.shell["']\s{0,4}\)/ nocase
        $process = /\b(new\s{1,4}(System\.Diagnostics\.)?ProcessStartInfo|Process\.Start)\s{0,4}\(/ nocase
        $assembly = /\bAssembly\.Load\s{0,4}\(/
        $cmd = /cmd\.exe/ nocase
    condition:
        filesize < 2MB and $asp and
        ($eval or $unsafe or ($input and (($shell and $cmd) or ($process and $cmd) or $assembly)))
}

rule webshell_shared_key
{
    meta:
        author = "Truyvet"
        description = "Script with the default key of Behinder or Godzilla, web shells with encrypted traffic"
        description_vi = "Tập lệnh có khóa mặc định của Behinder hoặc Godzilla (web shell mã hóa)"
        severity = "critical"
        date = "2026-11-22"
    strings:
        $script = /<\?php|<%[@!= \r\n]/ nocase
        $behinder = /["']e45e329feb5d925[b]["']/
        $godzilla = /["']3c6e0b8a9c15224[a]["']/
    condition:
        filesize < 2MB and $script and any of ($behinder, $godzilla)
}
