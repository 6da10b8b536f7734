# What is wrong with a template of a letter, to whoever writes it.
template-at = Line { $line }, character { $column }: { $what }
template-empty = The text is empty.
template-too-long = The text has { $length } characters; at most { $most } fit.
template-control = There is a character that cannot be seen. Remove it.
template-control-subject = A subject has no line breaks and no characters that cannot be seen.
template-stray = There is a single { $brace }. Placeholders are written as {"{"}course{"}"}; double the brace to have it in the letter.
template-unknown = There is no placeholder { $given }. Those there are here: { $all }.
template-unknown-near = There is no placeholder { $given }. Did you mean { $nearest }? Those there are here: { $all }.
template-not-here = This letter has no { $name }. Those there are here: { $all }.
template-not-in-subject = { $name } cannot stand in the subject, which is seen on locked screens. Those there are: { $all }.
template-not-alone = { $name } is whole paragraphs and stands by itself, with an empty line before and after.
template-missing = The letter has to contain { $name } ({ $means }), or { $standard }.
template-hidden = { $name } stands only in a paragraph that is left out when { $other } is missing. Move { $other } to another paragraph.
